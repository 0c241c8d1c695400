package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Measure;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import java.util.ArrayList;
import java.util.Arrays;
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
 * begins anew: every interaction is counted in all its windows of all sizes or late, the last
 * record of a board is that of the newest window, and in the end every window ever shows what a
 * batch computation finds in it.
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
  private List<Windows> sizes;
  private long watermark = Long.MIN_VALUE;
  private int compared;
  private int climbed;

  @AfterEach
  void stop() throws Exception {
    stage.close();
  }

  @ParameterizedTest(name = "seed {0}: {1}, lateness {2}, {3} failures, {4} pairs")
  @CsvSource({
    "1, 60000/5000, 60000, 0, 1000",
    "2, 60000/5000, 20000, 0, 3",
    "3, 20000/5000, 90000, 0, 1",
    "4, 10000/10000, 30000, 0, 1000",
    "5, 30000/1000, 0, 0, 7",
    "6, 12000/3000, 4500, 0, 1000",
    "7, 20000/5000 60000/10000 120000/60000, 30000, 0, 1000",
    "8, 10000/1000 30000/15000, 90000, 0, 1000",
    "11, 60000/5000, 60000, 10, 1000",
    "12, 60000/5000, 20000, 10, 1",
    "13, 20000/5000, 60000, 10, 1000",
    "14, 10000/10000, 30000, 10, 5",
    "15, 30000/1000, 0, 10, 1000",
    "16, 12000/3000, 4500, 10, 1000",
    "17, 5000/5000, 0, 10, 1000",
    "18, 5000/5000, 43618, 10, 1000",
    "19, 20000/5000 60000/10000 120000/60000, 30000, 10, 1000",
    "20, 20000/5000 60000/10000 120000/60000, 0, 10, 2",
    "21, 10000/1000 30000/15000, 90000, 10, 1000"
  })
  void windowsShowWhatABatchFindsInThem(
      long seed, String windows, long lateness, int failuresPerHundredSteps, int pairs)
      throws Exception {
    sizes = sizes(windows, lateness);
    stage =
        new PopularityHarness(
            sizes,
            PopularityFixtures.options(
                sizes, pairs, PopularityFixtures.ranked(WEIGHTS, PLACES, Measure.LIKES)));
    model = new PopularityModel(sizes, WEIGHTS, PLACES);
    Random random = new Random(seed);
    long now = NOON;
    for (int step = 0; step < 400; step++) {
      now += step(random, now);
      if (random.nextInt(100) < failuresPerHundredSteps) {
        take(stage.checkpoint());
        stage.restart();
        watermark = Long.MIN_VALUE;
        now -= random.nextInt(30_000);
      }
    }
    Windows longest = sizes.get(sizes.size() - 1);
    long end = model.lastEnd(longest) + 10 * (2 * longest.size() + lateness);
    watermarkIs(end);
    take(stage.clockIs(end - NOON));

    assertThat(stage.late()).isEqualTo(model.late());
    sizes.forEach(this::assertEveryWindowShowsItsBoard);
    assertThat(current.values()).allSatisfy(board -> assertThat(board.isEmpty()).isTrue());
    assertThat(stage.stateEntries()).as("entries").isZero();
    assertThat(stage.timers()).as("timers").isZero();

    assertThat(model.late()).as("the run tests late events").isNotEmpty();
    assertThat(compared).as("the run compares current boards").isGreaterThan(50);
    assertThat(climbed).as("the run compares ranks before").isGreaterThan(50);
    for (Windows each : sizes) {
      if (lateness > each.slide()) {
        assertThat(model.corrections(each)).as("the run tests corrections").isGreaterThan(20);
      }
    }
  }

  private static List<Windows> sizes(String windows, long lateness) {
    long tick = Long.parseLong(windows.split("[ /]", -1)[1]);
    return Arrays.stream(windows.split(" ", -1))
        .map(each -> each.split("/", -1))
        .map(each -> new Windows(Long.parseLong(each[0]), Long.parseLong(each[1]), lateness, tick))
        .toList();
  }

  /** How far time goes on by it. */
  private long step(Random random, long now) throws Exception {
    Windows shortest = sizes.get(0);
    boolean quiet = random.nextInt(20) == 0;
    int events = quiet ? 0 : random.nextInt(8);
    for (int i = 0; i < events; i++) {
      EnrichedInteraction interaction = anyInteraction(random, now);
      model.comes(interaction);
      take(stage.comes(interaction));
    }
    // The clock and event time go on each for itself, so that either may end the wait. The clock
    // is years behind, so boards do not come again after a failure.
    take(stage.clockIs(now - NOON + random.nextInt(3) * shortest.slide()));
    long passed = quiet ? shortest.size() + random.nextInt(10_000) : random.nextInt(4_000);
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
    // The model first: what is published again must be behind a correction in its eyes.
    List<Leaderboard> boards = stage.watermarkIs(time);
    take(boards);
    model.watermarkIs(time);
    sizes.forEach(this::assertCurrentBoards);
  }

  private void take(List<Leaderboard> boards) {
    Map<String, Leaderboard> previous = new HashMap<>();
    for (Leaderboard board : boards) {
      Leaderboard before = previous.put(board.key(), board);
      if (isShown(board)) {
        assertThat(before).as("published again only behind a correction").isNotNull();
        assertThat(before.windowEnd())
            .isLessThan(board.windowEnd())
            .isLessThanOrEqualTo(model.lastEnd(windows(board)));
      }
      shown.computeIfAbsent(board.key(), key -> new TreeMap<>()).put(board.windowEnd(), board);
    }
    current.putAll(previous);
    for (Leaderboard board : previous.values()) {
      assertThat(board.windowEnd())
          .as("the last record of %s is of the newest window", board.key())
          .isEqualTo(shown.get(board.key()).lastKey());
    }
  }

  private Windows windows(Leaderboard board) {
    return sizes.stream()
        .filter(each -> each.label().equals(board.window()))
        .findFirst()
        .orElseThrow();
  }

  /** Whether its window, or for a new window the newest, shows the same. */
  private boolean isShown(Leaderboard board) {
    TreeMap<Long, Leaderboard> boards = shown.getOrDefault(board.key(), new TreeMap<>());
    boolean isNew = board.windowEnd() > model.lastEnd(windows(board));
    Map.Entry<Long, Leaderboard> newest = boards.lastEntry();
    Leaderboard at = isNew && newest != null ? newest.getValue() : boards.get(board.windowEnd());
    return at == null ? isNew && board.isEmpty() : ShownBoard.of(board).sameAs(ShownBoard.of(at));
  }

  private void assertCurrentBoards(Windows windows) {
    boolean caughtUp = watermark + 1 >= model.lastEnd(windows);
    if (!caughtUp || model.awaitsCorrections(windows)) {
      return;
    }
    compared++;
    for (String segment : PopularityModel.SEGMENTS) {
      assertThat(places(current.get(Leaderboard.key(segment, windows.label()))))
          .as("%s of %s at %d", segment, windows.label(), model.lastEnd(windows))
          .isEqualTo(model.board(windows, segment, model.lastEnd(windows)));
    }
  }

  private void assertEveryWindowShowsItsBoard(Windows windows) {
    for (String segment : PopularityModel.SEGMENTS) {
      TreeMap<Long, Leaderboard> boards = shown.get(Leaderboard.key(segment, windows.label()));
      List<String> before = List.of();
      for (long end = model.oldestEnd(windows);
          end <= model.lastEnd(windows);
          end += windows.slide()) {
        List<String> board = model.board(windows, segment, end);
        Map.Entry<Long, Leaderboard> at = boards.floorEntry(end);
        boolean published = at != null && at.getKey() == end;
        // A tombstone is of the newest window only: a corrected one that is empty has no record.
        if (!board.isEmpty() || published) {
          assertThat(places(at == null ? null : at.getValue()))
              .as("%s of %s at %d", segment, windows.label(), end)
              .isEqualTo(board);
        }
        if (published) {
          assertRanksBefore(at.getValue(), before);
        }
        before = board;
      }
    }
  }

  private void assertRanksBefore(Leaderboard board, List<String> before) {
    for (RankedContent item : board.items()) {
      String start = " " + item.contentId() + " ";
      Integer rank =
          before.stream()
              .filter(place -> !place.startsWith("likes") && place.contains(start))
              .map(place -> Integer.valueOf(place.substring(0, place.indexOf(' '))))
              .findFirst()
              .orElse(null);
      assertThat(item.previousRank())
          .as("rank of %s before %d in %s", item.contentId(), board.windowEnd(), board.key())
          .isEqualTo(rank);
      climbed += rank == null || rank == item.rank() ? 0 : 1;
    }
  }

  private static List<String> places(Leaderboard board) {
    if (board == null) {
      return List.of();
    }
    List<String> places = new ArrayList<>();
    board.items().forEach(item -> places.add(place(item, item.score())));
    for (TopList top : board.top()) {
      top.items().forEach(item -> places.add("likes " + place(item, item.of(Measure.LIKES))));
    }
    return places;
  }

  private static String place(RankedContent item, double value) {
    return item.rank()
        + " "
        + item.contentId()
        + " "
        + value
        + " "
        + item.trend()
        + " "
        + List.of(
            item.counts().impressions(),
            item.counts().clicks(),
            item.counts().watches(),
            item.counts().scrolls(),
            item.counts().likes(),
            item.counts().shares(),
            item.counts().addToCarts(),
            item.counts().purchases(),
            item.counts().watchTimeMs());
  }
}
