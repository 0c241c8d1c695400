package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
  private static final long SECOND = 1000;
  private static final long NO_WATERMARK = Long.MIN_VALUE;
  private static final Windows MINUTE_BY_FIVE = windows(60, 5, 20);

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "4999, 0", "5000, 5000", "61001, 60000", "-1, -5000"})
  void paneIsTheSliceThatHoldsTheEvent(long ts, long pane) {
    assertThat(MINUTE_BY_FIVE.pane(ts)).isEqualTo(pane);
  }

  @Test
  void paneIsClosedOnceTheWatermarkPassesItsLastMillisecond() {
    assertThat(MINUTE_BY_FIVE.closed(5000, NO_WATERMARK)).isFalse();
    assertThat(MINUTE_BY_FIVE.closed(5000, 9998)).isFalse();
    assertThat(MINUTE_BY_FIVE.closed(5000, 9999)).isTrue();
  }

  @Test
  void nothingIsLateBeforeThereIsAWatermark() {
    assertThat(MINUTE_BY_FIVE.expired(0, NO_WATERMARK)).isFalse();
    assertThat(MINUTE_BY_FIVE.expired(-1_000_000_000, NO_WATERMARK)).isFalse();
  }

  @Test
  void everythingIsLateAfterTheLastWatermark() {
    assertThat(MINUTE_BY_FIVE.expired(5000, Long.MAX_VALUE)).isTrue();
  }

  @Test
  void paneTakesEventsUntilItsLatenessIsOver() {
    long lastMoment = 4999 + 20 * SECOND - 1;
    assertThat(MINUTE_BY_FIVE.expired(0, lastMoment)).isFalse();
    assertThat(MINUTE_BY_FIVE.expired(0, lastMoment + 1)).isTrue();
  }

  @Test
  void paneTakesEventsEvenIfAllItsWindowsAreOver() {
    Windows generous = windows(60, 5, 600);
    assertThat(generous.expired(0, 604_998)).isFalse();
    assertThat(generous.expired(0, 604_999)).isTrue();
  }

  @Test
  void withoutLatenessAPaneTakesEventsUntilItCloses() {
    Windows strict = windows(60, 5, 0);
    assertThat(strict.expired(0, 4998)).isFalse();
    assertThat(strict.expired(0, 4999)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"9998, 5000", "9999, 10000", "10000, 10000"})
  void windowIsOverWithItsLastMillisecond(long watermark, long end) {
    assertThat(MINUTE_BY_FIVE.lastEnd(watermark)).isEqualTo(end);
  }

  @Test
  void windowIsFrozenALatenessAfterItsEnd() {
    assertThat(MINUTE_BY_FIVE.frozenEnd(100_000)).isEqualTo(80_000);
    assertThat(PopularityFixtures.windows(60_000, 5_000, 22_000).frozenEnd(100_000))
        .isEqualTo(75_000);
  }

  @Test
  void windowIsFrozenByTheFirstThatEndsALatenessLater() {
    assertThat(MINUTE_BY_FIVE.freezingEnd(65_000)).isEqualTo(85_000);
    assertThat(PopularityFixtures.windows(60_000, 5_000, 22_000).freezingEnd(65_000))
        .isEqualTo(90_000);
  }

  @Test
  void nothingLateTouchesTheNewestWindowOnly() {
    assertThat(
            windows(20, 5, 60)
                .ends(
                    new BoardProgress(95_000, List.of(95_000L), List.of(), Long.MIN_VALUE, true),
                    100_000))
        .containsExactly(100_000L);
  }

  @Test
  void latePaneTouchesItsWindowsTheOneAfterAndTheNewest() {
    assertThat(
            windows(20, 5, 60)
                .ends(
                    new BoardProgress(
                        115_000, List.of(115_000L), List.of(60_000L), Long.MIN_VALUE, true),
                    120_000))
        .as("four windows count it, four compare with it")
        .containsExactly(
            65_000L, 70_000L, 75_000L, 80_000L, 85_000L, 90_000L, 95_000L, 100_000L, 105_000L,
            120_000L);
  }

  @Test
  void frozenWindowIsNotTouched() {
    assertThat(
            windows(20, 5, 20)
                .ends(
                    new BoardProgress(
                        115_000, List.of(115_000L), List.of(65_000L), Long.MIN_VALUE, true),
                    120_000))
        .containsExactly(100_000L, 105_000L, 110_000L, 120_000L);
  }

  @ParameterizedTest
  @CsvSource({"60, 1m", "90, 90s", "3600, 1h", "7200, 2h", "300, 5m", "5, 5s"})
  void labelIsForPeople(long seconds, String label) {
    assertThat(windows(seconds, 5, 0).label()).isEqualTo(label);
  }

  private static Windows windows(long size, long slide, long lateness) {
    return PopularityFixtures.windows(size * SECOND, slide * SECOND, lateness * SECOND);
  }
}
