package io.nowfeed.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayFoldersTest {
  private final DayFolders<Long> folders = new DayFolders<>(time -> time);

  @ParameterizedTest
  @CsvSource({
    "2026-02-28T23:59:59.999Z, dt=2026-02-28",
    "2026-03-01T00:00:00.000Z, dt=2026-03-01",
    "2026-03-01T23:59:59.999Z, dt=2026-03-01",
    "2024-02-29T12:00:00.000Z, dt=2024-02-29",
    "1970-01-01T00:00:00.000Z, dt=1970-01-01",
    "1969-12-31T23:59:59.999Z, dt=1969-12-31"
  })
  void aDayBeginsAtMidnightInUtc(Instant time, String folder) {
    assertThat(folders.getBucketId(time.toEpochMilli(), null)).isEqualTo(folder);
  }

  @Test
  void daysMayComeInAnyOrder() {
    assertThat(folders.getBucketId(0L, null)).isEqualTo("dt=1970-01-01");
    assertThat(folders.getBucketId(86_400_000L, null)).isEqualTo("dt=1970-01-02");
    assertThat(folders.getBucketId(0L, null)).isEqualTo("dt=1970-01-01");
  }
}
