package io.nowfeed.local.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.local.batch.Findings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published leaderboards are those of a batch over the same events: every window, segment,
 * list, rank, count, score, rate and trend, after an operator threw, the machine was killed and the
 * job was stopped with a savepoint and started from it wider and narrower.
 *
 * <p>{@code -Dnowfeed.popularity.events=2000000} is the full size, {@code -Dnowfeed.seed=N} draws
 * another story:
 *
 * <pre>
 *  mvn verify -pl local -am -Dtest=none -Dit.test=PopularityExactITCase \
 *    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
 *    -Dnowfeed.popularity.events=2000000
 * </pre>
 */
class PopularityExactITCase {
  private static final int EVENTS = Integer.getInteger("nowfeed.popularity.events", 24_000);
  private static final long SEED = Long.getLong("nowfeed.seed", 1L);

  private static final Duration PATIENCE = Duration.ofSeconds(90 + EVENTS / 2_000);

  /** Memory holds the windows of so many ends. */
  private static final Duration SPAN = Duration.ofDays(EVENTS < 500_000 ? 30 : 1);

  @TempDir private Path folder;

  @Test
  void boardsAreThoseOfTheBatch() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("popularity.top", "10");
    compare(
        SimulatedStory.of(SEED, EVENTS),
        new BoardRun.Setting("hashmap", List.of(1, 4, 2), settings, PATIENCE, SPAN),
        List.of("1m", "30m", "24h"));
  }

  /** A segment more and every measure are settings; weights that no double can hold, too. */
  @Test
  void boardsOfOtherSettingsAreThoseOfTheBatch() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("popularity.top", "5");
    settings.put(
        "popularity.segments",
        "global;country,plan;user-language;gender,age-band;language,category");
    settings.put(
        "popularity.top-by",
        "impressions;clicks;watches;watch_time_ms;scrolls;likes;shares;add_to_carts;purchases;ctr");
    settings.put(
        "popularity.weights",
        "impression:0.1,click:0.7,watch:1.3,scroll:-0.2,like:3,share:4,purchase:5.1,watch_minute:0.3");
    compare(
        SimulatedStory.shortOne(SEED, EVENTS / 8),
        new BoardRun.Setting("rocksdb", List.of(3, 2), settings, PATIENCE, SPAN),
        List.of("1m", "30m", "24h"));
  }

  private void compare(Story story, BoardRun.Setting setting, List<String> windows)
      throws Exception {
    Findings findings = BoardRun.play(story, setting, folder);

    System.out.println("popularity: " + findings);
    assertThat(findings.differing())
        .as("rows that differ, such as%n%s", String.join("\n", findings.differences()))
        .isZero();
    assertThat(findings.left()).as("boards of nothing").isEmpty();
    assertNotVacuous(findings, windows);
  }

  private static void assertNotVacuous(Findings findings, List<String> windows) {
    assertThat(findings.counted()).as("counted").isGreaterThan(10 * findings.late());
    assertThat(findings.late()).isPositive();
    assertThat(findings.windows().keySet()).containsExactlyElementsOf(windows);
    findings
        .windows()
        .forEach(
            (label, window) -> {
              assertThat(window.boards()).as("boards of %s", label).isGreaterThan(300);
              assertThat(window.tombstones()).as("cleared of %s", label).isPositive();
              assertThat(window.ties()).as("ties of %s", label).isPositive();
              assertThat(window.trends()).as("trends of %s", label).isPositive();
              assertThat(window.moves()).as("moves of %s", label).isPositive();
            });
    assertThat(findings.windows().get(windows.get(0)).corrected()).as("corrected").isPositive();
  }
}
