package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole stage against a model that counts by brute force, with failures after which event time
 * begins anew: every interaction is counted in all its windows or late, the last record of a
 * segment is that of the newest window, and in the end every window ever shows what a batch
 * computation finds in it.
 */
class PopularityTest {
  private static final long NOON = Fixtures.NOON;
  private static final int PLACES = 4;
  private static final Map<Action, Double> WEIGHTS =
      Map.of(Action.CLICK, 1.0, Action.LIKE, 3.0, Action.SHARE, 4.0);
  private static final Action[] ACTIONS = Action.values();

  private final Map<String, TreeMap<Long, Leaderboard>> shown = new HashMap<>();
  private final Map<String, Leaderboard> current = new HashMap<>();
  private PopularityHarness stage;
  private PopularityModel model;
  private Windows windows;
  private long watermark = Long.MIN_VALUE;
  private int compared;

  @AfterEach
  void stop() throws Exception {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 60000, 5000, 60000, 0",
    "2, 60000, 5000, 20000, 0",
    "3, 20000, 5000, 90000, 0",
    "4, 10000, 10000, 30000, 0",
    "5, 30000, 1000, 0, 0",
    "6, 12000, 3000, 4500, 0",
    "11, 60000, 5000, 60000, 10",
    "12, 60000, 5000, 20000, 10",
    "13, 20000, 5000, 60000, 10",
    "14, 10000, 10000, 30000, 10",
    "15, 30000, 1000, 0, 10",
    "16, 12000, 3000, 4500, 10",
    "17, 5000, 5000, 0, 10",
    "18, 5000, 5000, 43618, 10"
  })
  void windowsShowWhatABatchFindsInThem(
      long seed, long window, long slide, long lateness, int failuresPerHundredSteps)
      throws Exception {
    windows = new Windows(window, slide, lateness);
    stage = new PopularityHarness(windows, WEIGHTS, PLACES);
    model = new PopularityModel(windows, WEIGHTS, PLACES);
    Random random = new Random(seed);
    long now = NOON;
    for (int step = 0; step < 400; step++) {
      now += step(random, now);
      if (random.nextInt(100) < failuresPerHundredSteps) {
        stage.restart();
        watermark = Long.MIN_VALUE;
        now -= random.nextInt(30_000);
      }
    }
    long end = model.lastEnd() + 10 * (window + lateness + slide);
    watermarkIs(end);
    take(stage.clockIs(end));

    assertThat(stage.late()).isEqualTo(model.late());
    assertEveryWindowShowsItsBoard();
    assertThat(current.values()).allSatisfy(board -> assertThat(board.items()).isEmpty());
    assertThat(stage.stateEntries()).as("entries").isZero();
    assertThat(stage.timers()).as("timers").isZero();

    assertThat(model.late()).as("the run tests late events").isNotEmpty();
    assertThat(compared).as("the run compares current boards").isGreaterThan(50);
    if (lateness > slide) {
      assertThat(model.corrections()).as("the run tests corrections").isGreaterThan(20);
    }
  }

  /** How far time goes on by it. */
  private long step(Random random, long now) throws Exception {
    boolean quiet = random.nextInt(20) == 0;
    int events = quiet ? 0 : random.nextInt(8);
    for (int i = 0; i < events; i++) {
      EnrichedInteraction interaction = anyInteraction(random, now);
      model.comes(interaction);
      take(stage.comes(interaction));
    }
    // The clock and event time go on each for itself, so that either may end the wait.
    take(stage.clockIs(now + random.nextInt(3) * windows.slide()));
    long passed = quiet ? windows.size() + random.nextInt(10_000) : random.nextInt(4_000);
    if (random.nextInt(4) > 0) {
      watermarkIs(now + passed);
    }
    return passed;
  }

  /** Mostly around now, some early, some late, some beyond all lateness. */
  private static EnrichedInteraction anyInteraction(Random random, long now) {
    long ts =
        switch (random.nextInt(10)) {
          case 0 -> now - random.nextInt(120_000);
          case 1, 2 -> now - random.nextInt(40_000);
          case 3 -> now + random.nextInt(20_000);
          default -> now + random.nextInt(2_000);
        };
    String contentId = "c-" + random.nextInt(8);
    ContentFacts facts =
        random.nextInt(5) == 0 ? null : new ContentFacts("sport", "en", List.of("goal"));
    return Fixtures.enriched(contentId, ACTIONS[random.nextInt(ACTIONS.length)], ts)
        .withContent(facts);
  }

  private void watermarkIs(long time) throws Exception {
    if (time <= watermark) {
      return;
    }
    watermark = time;
    List<Leaderboard> boards = stage.watermarkIs(time);
    take(boards);
    model.watermarkIs(time);
    assertCurrentBoards();
  }

  private void take(List<Leaderboard> boards) {
    Map<String, Leaderboard> previous = new HashMap<>();
    for (Leaderboard board : boards) {
      Leaderboard before = previous.put(board.segment(), board);
      if (isShown(board)) {
        assertThat(before).as("published again only behind a correction").isNotNull();
        assertThat(before.windowEnd())
            .isLessThan(board.windowEnd())
            .isLessThanOrEqualTo(model.lastEnd());
      }
      shown
          .computeIfAbsent(board.segment(), segment -> new TreeMap<>())
          .put(board.windowEnd(), board);
    }
    current.putAll(previous);
    for (Leaderboard board : previous.values()) {
      assertThat(board.windowEnd())
          .as("the last record of %s is of the newest window", board.segment())
          .isEqualTo(shown.get(board.segment()).lastKey());
    }
  }

  /** Whether its window, or for a new window the newest, shows the same. */
  private boolean isShown(Leaderboard board) {
    TreeMap<Long, Leaderboard> boards = shown.getOrDefault(board.segment(), new TreeMap<>());
    boolean isNew = board.windowEnd() > model.lastEnd();
    Map.Entry<Long, Leaderboard> newest = boards.lastEntry();
    Leaderboard at = isNew && newest != null ? newest.getValue() : boards.get(board.windowEnd());
    return at == null ? isNew && board.items().isEmpty() : board.items().equals(at.items());
  }

  private void assertCurrentBoards() {
    boolean caughtUp = watermark + 1 >= model.lastEnd();
    if (!caughtUp || model.awaitsCorrections()) {
      return;
    }
    compared++;
    for (String segment : PopularityModel.SEGMENTS) {
      assertThat(places(current.get(segment)))
          .as("%s at %d", segment, model.lastEnd())
          .isEqualTo(model.board(segment, model.lastEnd()));
    }
  }

  private void assertEveryWindowShowsItsBoard() {
    for (String segment : PopularityModel.SEGMENTS) {
      for (long end = model.oldestEnd(); end <= model.lastEnd(); end += windows.slide()) {
        List<String> board = model.board(segment, end);
        Map.Entry<Long, Leaderboard> at = shown.get(segment).floorEntry(end);
        // A tombstone is of the newest window only: a corrected one that is empty has no record.
        if (!board.isEmpty() || (at != null && at.getKey() == end)) {
          assertThat(places(at == null ? null : at.getValue()))
              .as("%s at %d", segment, end)
              .isEqualTo(board);
        }
      }
    }
  }

  private static List<String> places(Leaderboard board) {
    return board == null
        ? List.of()
        : board.items().stream()
            .map(item -> item.rank() + " " + item.contentId() + " " + item.score())
            .toList();
  }
}
