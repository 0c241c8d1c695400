package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole stage against a model that counts by brute force: after each watermark, the board that
 * was published last must be that of the last window that is over; and every interaction is either
 * counted or late.
 */
class PopularityTest {
  private static final long NOON = Fixtures.NOON;
  private static final int PLACES = 4;
  private static final Map<Action, Double> WEIGHTS =
      Map.of(Action.CLICK, 1.0, Action.LIKE, 3.0, Action.SHARE, 4.0);
  private static final Action[] ACTIONS = Action.values();

  private Windows windows;
  private OneInputStreamOperatorTestHarness<EnrichedInteraction, EnrichedInteraction> gate;
  private KeyedOneInputStreamOperatorTestHarness<SegmentContent, SegmentAction, PaneCount> counter;
  private KeyedOneInputStreamOperatorTestHarness<String, PaneCount, Leaderboard> keeper;

  private final Map<String, Leaderboard> current = new HashMap<>();
  private final List<Counted> counted = new ArrayList<>();
  private final List<LateEvent> expectedLate = new ArrayList<>();
  private final Set<String> segments = new TreeSet<>();
  private long watermark = Long.MIN_VALUE;

  @AfterEach
  void stop() throws Exception {
    gate.close();
    counter.close();
    keeper.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 60000, 5000, 60000",
    "2, 60000, 5000, 20000",
    "3, 20000, 5000, 300000",
    "4, 10000, 10000, 30000",
    "5, 30000, 1000, 0",
    "6, 12000, 3000, 4500"
  })
  void boardsAreThoseOfTheModel(long seed, long window, long slide, long lateness)
      throws Exception {
    start(new Windows(window, slide, lateness));
    Random random = new Random(seed);
    long now = NOON;
    for (int step = 0; step < 300; step++) {
      boolean quiet = random.nextInt(20) == 0;
      int events = quiet ? 0 : random.nextInt(8);
      for (int i = 0; i < events; i++) {
        comes(anyInteraction(random, now));
      }
      now += quiet ? window + random.nextInt(10_000) : random.nextInt(4_000);
      watermarkIs(now);
      assertBoardsAreThoseOfTheModel();
    }
    assertThat(late()).isEqualTo(expectedLate);
    assertThat(expectedLate).as("the run tests late events").isNotEmpty();

    watermarkIs(now + 10 * window);
    assertThat(current.values()).allSatisfy(board -> assertThat(board.items()).isEmpty());
    assertThat(counter.numKeyedStateEntries() + keeper.numKeyedStateEntries()).isZero();
    assertThat(counter.numEventTimeTimers() + keeper.numEventTimeTimers()).isZero();
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

  private void comes(EnrichedInteraction interaction) throws Exception {
    gate.processElement(interaction, interaction.ts());
    if (isLate(interaction.ts())) {
      expectedLate.add(new LateEvent(interaction, watermark - interaction.ts()));
    } else {
      counted.add(new Counted(interaction, lastEnd()));
    }
    flow();
  }

  private void watermarkIs(long time) throws Exception {
    watermark = time;
    gate.processWatermark(time);
    flow();
    counter.processWatermark(time);
    flow();
    keeper.processWatermark(time);
    flow();
  }

  /** Hands on what each operator emitted, as the network would. */
  private void flow() throws Exception {
    for (EnrichedInteraction interaction : drained(gate)) {
      List<SegmentAction> actions = new ArrayList<>();
      new Segments().flatMap(interaction, new ListCollector<>(actions));
      for (SegmentAction action : actions) {
        segments.add(action.key().segment());
        counter.processElement(action, action.ts());
      }
    }
    for (PaneCount count : drained(counter)) {
      keeper.processElement(count, count.pane());
    }
    for (Leaderboard board : drained(keeper)) {
      Leaderboard before = current.put(board.segment(), board);
      assertThat(board.items())
          .as("published only when changed")
          .isNotEqualTo(before == null ? List.of() : before.items());
    }
  }

  private static <T> List<T> drained(OneInputStreamOperatorTestHarness<?, T> operator) {
    List<T> values = List.copyOf(operator.extractOutputValues());
    operator.getOutput().clear();
    return values;
  }

  /** Late: its lateness is over, or every window that holds it. */
  private boolean isLate(long ts) {
    if (watermark == Long.MIN_VALUE) {
      return false;
    }
    long paneEnd = Math.floorDiv(ts, windows.slide()) * windows.slide() + windows.slide();
    return watermark >= paneEnd - 1 + windows.allowedLateness()
        || lastEnd() + windows.slide() - windows.size() > ts;
  }

  /** The end of the newest window that is over. */
  private long lastEnd() {
    if (watermark == Long.MIN_VALUE) {
      return Long.MIN_VALUE;
    }
    return Math.floorDiv(watermark + 1, windows.slide()) * windows.slide();
  }

  private void assertBoardsAreThoseOfTheModel() {
    for (String segment : segments) {
      Leaderboard board = current.get(segment);
      List<String> published =
          board == null
              ? List.of()
              : board.items().stream()
                  .map(item -> item.rank() + " " + item.contentId() + " " + item.score())
                  .toList();
      assertThat(published).as("%s at %d", segment, lastEnd()).isEqualTo(modelOf(segment));
    }
  }

  private List<String> modelOf(String segment) {
    long end = lastEnd();
    Map<String, Double> scores = new TreeMap<>();
    for (Counted each : counted) {
      EnrichedInteraction interaction = each.interaction();
      boolean inWindow = interaction.ts() >= end - windows.size() && interaction.ts() < end;
      if (inWindow && end > each.lastEnd() && isIn(segment, interaction)) {
        double weight = WEIGHTS.getOrDefault(interaction.action(), 0.0);
        scores.merge(interaction.contentId(), weight, Double::sum);
      }
    }
    List<Map.Entry<String, Double>> best =
        scores.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .sorted(Comparator.comparing((Map.Entry<String, Double> e) -> -e.getValue()))
            .limit(PLACES)
            .toList();
    List<String> places = new ArrayList<>();
    best.forEach(
        entry -> places.add((places.size() + 1) + " " + entry.getKey() + " " + entry.getValue()));
    return places;
  }

  private static boolean isIn(String segment, EnrichedInteraction interaction) {
    return switch (segment) {
      case "global", "country=GB" -> true;
      case "language=en", "category=sport" -> interaction.content() != null;
      default -> throw new IllegalStateException("the model knows no segment " + segment);
    };
  }

  private List<LateEvent> late() {
    return gate.getSideOutput(PopularityStage.LATE).stream().map(StreamRecord::getValue).toList();
  }

  private void start(Windows of) throws Exception {
    windows = of;
    gate =
        new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new LatenessGate(windows)));
    counter =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new PaneCounter(windows)),
            SegmentAction::key,
            TypeInformation.of(SegmentContent.class));
    keeper =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new BoardKeeper(windows, new Ranking(WEIGHTS, PLACES))),
            count -> count.key().segment(),
            Types.STRING);
    gate.open();
    counter.open();
    keeper.open();
  }

  /**
   * What the model counts.
   *
   * @param lastEnd the window that was over when the interaction came: it shows in later ones only
   */
  private record Counted(EnrichedInteraction interaction, long lastEnd) {}
}
