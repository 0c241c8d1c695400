package io.nowfeed.local.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Topics;
import io.nowfeed.local.observe.ArmRate;
import io.nowfeed.local.observe.Freshness;
import io.nowfeed.local.observe.Observation;
import io.nowfeed.local.platform.Endpoints;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody sees of a running platform, on a terminal and in a file. */
class ScreenTest {
  private static final Endpoints ENDPOINTS =
      new Endpoints(
          "127.0.0.1:19000",
          new Endpoints.Postgres("jdbc:postgresql://127.0.0.1:19002/postgres", "postgres"),
          "http://127.0.0.1:19003",
          "http://127.0.0.1:19004",
          new Endpoints.BigQuery("127.0.0.1:19006", "http://127.0.0.1:19005"),
          "local",
          "nowfeed");
  private static final Observation NOTHING =
      new Observation(Map.of(), 0, new Freshness(0, 0, 0), List.of(), null, null);
  private static final Observation BUSY =
      new Observation(
          Map.of(
              Topics.BEACONS, 1_200L,
              Topics.INTERACTIONS, 34_500L,
              Topics.ENRICHED_INTERACTIONS, 34_400L,
              Topics.RECOMMENDATIONS, 20_000L,
              Topics.LATE_EVENTS, 3L,
              Topics.DUPLICATES, 4L,
              Topics.DEAD_LETTERS, 2L),
          1_234,
          new Freshness(50, 81, 1_240),
          List.of(),
          Fixtures.leaderboard("global", "a", "b", "c", "d", "e", "f"),
          Fixtures.recommendations());

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  @Test
  void theScreenShowsEverythingThatIsAskedFor() {
    assertThat(StatusText.screen(busy(3_725)))
        .contains(
            "Nowfeed — running 01:02:05, Ctrl-C stops it",
            "  Kafka         127.0.0.1:19000",
            "  Postgres      postgresql://postgres@127.0.0.1:19002/postgres",
            "  Connect       http://127.0.0.1:19003",
            "  Flink UI      http://127.0.0.1:19004",
            "  BigQuery      REST http://127.0.0.1:19005   gRPC 127.0.0.1:19006",
            "  traffic       200/s simulated",
            "  events        in 240/s   recommendations out 110/s   late 3   duplicates 4   dead letters 2",
            "  active users  1,234 in the last 5 minutes",
            "  freshness     p50 81 ms   p99 1,240 ms   (beacon to readable recommendation, last 10"
                + " s)")
        .contains(
            "  popular in the last 1m",
            "    1. new a                        score 100",
            "    5. new e                        score 96")
        .noneMatch(line -> line.contains("6. f"))
        .contains("  newest recommendations, for ann", "    c-1 c-2 c-3");
  }

  @Test
  void aProblemAndARestartAreShown() {
    Status status = new Status(5, ENDPOINTS, BUSY, 1, 1, 2, "traffic", "no broker");

    assertThat(StatusText.screen(status)).anyMatch(line -> line.contains("no broker"));
    assertThat(StatusText.screen(status)).anyMatch(line -> line.matches(".*restart.*2.*"));
    assertThat(StatusText.line(status)).endsWith("problem: no broker");
  }

  @Test
  void whoRisesAndWhoFallsIsSeen() {
    Observation moving =
        new Observation(
            Map.of(),
            0,
            new Freshness(0, 0, 0),
            List.of(),
            Fixtures.movingLeaderboard("global"),
            null);

    assertThat(StatusText.screen(new Status(5, ENDPOINTS, moving, 1, 1, 0, "traffic", null)))
        .contains(
            "    1. +2  c-3                      score 100",
            "    2. -1  c-1                      score 99",
            "    3. new c-9                      score 98");
  }

  @Test
  void theArmsOfTheExperimentAreCompared() {
    Observation compared =
        new Observation(
            Map.of(),
            0,
            new Freshness(0, 0, 0),
            List.of(new ArmRate("full", 1_000, 79), new ArmRate("popularity", 2_000, 83)),
            null,
            null);
    Status status = new Status(5, ENDPOINTS, compared, 1, 1, 0, "traffic", null);

    assertThat(StatusText.screen(status))
        .contains(
            "  ctr           full 7.9 %   popularity 4.2 %   (last 60 s, of recommended items)");
    assertThat(StatusText.line(status))
        .isEqualTo(
            "00:00:05  in 1/s  out 1/s  active 0  freshness p50 – p99 –"
                + "  ctr full 7.9 % popularity 4.2 %  top –");
  }

  @Test
  void beforeTheFirstEventNothingIsMadeUp() {
    Status status = new Status(0, ENDPOINTS, NOTHING, 0, 0, 0, "yours", null);

    assertThat(StatusText.screen(status))
        .anyMatch(line -> line.contains("no beacon in the last 10 s"))
        .anyMatch(line -> line.contains("nothing: a window closes"))
        .anyMatch(line -> line.contains("none yet"))
        .noneMatch(line -> line.contains("ctr"));
    assertThat(StatusText.line(status))
        .isEqualTo("00:00:00  in 0/s  out 0/s  active 0  freshness p50 – p99 –  top –");
  }

  @Test
  void withoutTerminalALineEveryFiveSeconds() {
    try (Screen screen = Screen.on(out, false, 100)) {
      for (long second = 0; second <= 10; second++) {
        screen.show(busy(second));
      }
    }

    assertThat(text.toString().lines())
        .containsExactly(
            "00:00:00  in 240/s  out 110/s  active 1,234  freshness p50 81 ms p99 1,240 ms  top a b"
                + " c",
            "00:00:05  in 240/s  out 110/s  active 1,234  freshness p50 81 ms p99 1,240 ms  top a b"
                + " c",
            "00:00:10  in 240/s  out 110/s  active 1,234  freshness p50 81 ms p99 1,240 ms  top a b"
                + " c");
  }

  @Test
  void aLateTickLosesNoLine() {
    try (Screen screen = Screen.on(out, false, 100)) {
      for (long second : new long[] {0, 1, 2, 3, 4, 6, 7, 8, 9, 11}) {
        screen.show(busy(second));
      }
    }

    assertThat(text.toString().lines())
        .extracting(line -> line.substring(0, 8))
        .containsExactly("00:00:00", "00:00:06", "00:00:11");
  }

  @Test
  void aRepeatedSecondRepeatsNoLine() {
    try (Screen screen = Screen.on(out, false, 100)) {
      screen.show(busy(5));
      screen.show(busy(5));
    }

    assertThat(text.toString().lines()).hasSize(1);
  }

  @Test
  void aTerminalIsRedrawnInPlaceAndCutToItsWidth() {
    try (Screen screen = Screen.on(out, true, 40)) {
      screen.show(busy(1));
      screen.show(busy(2));
    }

    String[] drawn = text.toString().split("\u001b\\[H", -1);
    assertThat(drawn).hasSize(3);
    assertThat(drawn[0]).isEqualTo("\u001b[?25l\u001b[2J");
    assertThat(drawn[1]).contains("running 00:00:01").endsWith("\u001b[J");
    assertThat(drawn[2]).contains("running 00:00:02").endsWith("\u001b[J\u001b[?25h");
    assertThat(drawn[1].lines().map(line -> line.replaceAll("\u001b\\[\\??[0-9]*[A-Za-z]", "")))
        .allMatch(line -> line.length() <= 40)
        .contains("Nowfeed — running 00:00:01, Ctrl-C stops");
  }

  private static Status busy(long second) {
    return new Status(second, ENDPOINTS, BUSY, 240, 110, 0, "200/s simulated", null);
  }
}
