package io.nowfeed.local.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nowfeed.local.batch.Findings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The comparison of {@link PopularityExactITCase} over purchases that were really made: UCI Online
 * Retail, its first days, or with {@code -Dnowfeed.retail.days=400} all of it.
 *
 * <pre>
 *  mvn verify -pl local -am -Dtest=none -Dit.test=OnlineRetailExactITCase \
 *    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
 *    -Dnowfeed.retail=/path/to/online_retail.csv.gz -Dnowfeed.retail.days=400
 * </pre>
 */
class OnlineRetailExactITCase {
  private static final Path FILE =
      Path.of(System.getProperty("nowfeed.retail", "../../shared/data/online_retail.csv.gz"));
  private static final long DAYS = Long.getLong("nowfeed.retail.days", 7);

  @TempDir private Path folder;

  @Test
  void boardsAreThoseOfTheBatch() throws Exception {
    assumeTrue(
        Files.exists(FILE),
        () ->
            "there is no "
                + FILE.toAbsolutePath().normalize()
                + ": give Online Retail's file as -Dnowfeed.retail=FILE");
    BoardRun.Setting setting =
        new BoardRun.Setting(
            "hashmap",
            List.of(2, 3),
            Map.of("popularity.top", "10", "popularity.top-by", "purchases;ctr"),
            Duration.ofSeconds(60 + 10 * DAYS),
            Duration.ofDays(7));

    Findings findings = BoardRun.play(RetailStory.of(FILE, DAYS), setting, folder);

    System.out.println("popularity of retail: " + findings);
    assertThat(findings.differing())
        .as("rows that differ, such as%n%s", String.join("\n", findings.differences()))
        .isZero();
    assertThat(findings.left()).as("boards of nothing").isEmpty();
    assertThat(findings.counted()).isGreaterThan(1_000 * Math.min(DAYS, 300));
    assertThat(findings.windows()).containsOnlyKeys("1m", "30m", "24h");
    assertThat(findings.windows().values())
        .allMatch(window -> window.boards() > 100 && window.tombstones() > 0 && window.ties() > 0);
  }
}
