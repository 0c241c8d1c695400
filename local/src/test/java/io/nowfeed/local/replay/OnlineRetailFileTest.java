package io.nowfeed.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The real file, where it lies beside the project; its README states the same numbers. */
class OnlineRetailFileTest {
  private static final Path FILE = Path.of("../../shared/data/online_retail.csv.gz");

  @Test
  void theFileCountsAsItsReadmeSays() {
    assumeTrue(Files.exists(FILE), "UCI Online Retail is not at " + FILE.toAbsolutePath());
    Ledger ledger = new Ledger();
    try (RowReader reader = RowReader.open(FILE, ReplayMapping.onlineRetail())) {
      for (ReplayRow row = reader.next(); row != null; row = reader.next()) {
        ledger.add(row);
      }
    }
    ReplayCounts counts = ledger.counts();

    assertThat(counts.rowsRead()).isEqualTo(541_909);
    assertThat(counts.skipped())
        .isEqualTo(
            Map.of(
                "cancellation", 9_288L,
                "quantity_not_positive", 1_336L,
                "price_not_positive", 1_181L));
    assertThat(counts.sent()).isEqualTo(530_104);
    assertThat(counts.sent() - counts.anonymous()).isEqualTo(397_884);
    assertThat(counts.users()).isEqualTo(4_338);
    assertThat(counts.userUpdates()).isEqualTo(15);
    assertThat(counts.beacons()).isEqualTo(19_960);
    assertThat(counts.contentItems()).isEqualTo(3_922);
    assertThat(counts.sentByCountry())
        .containsEntry("United Kingdom", 354_321L)
        .containsEntry("Germany", 9_040L);
    assertThat(counts.sentByCountry().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(397_884);
  }
}
