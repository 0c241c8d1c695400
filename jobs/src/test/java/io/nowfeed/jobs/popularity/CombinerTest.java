package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CombinerTest {
  private static final long NOON = Fixtures.NOON;
  private static final long SLIDE = 5_000;
  private static final long NEXT = NOON + SLIDE;
  private static final int PAIRS = 20;

  private Combiner combiner;
  private OneInputStreamOperatorTestHarness<EnrichedInteraction, PaneTally> harness;

  @BeforeEach
  void start() throws Exception {
    List<Windows> minute = List.of(PopularityFixtures.windows(60_000, SLIDE, 20_000));
    combiner =
        new Combiner(
            minute.get(0),
            PopularityFixtures.options(
                minute, PAIRS, PopularityFixtures.ranked(Map.of(Action.CLICK, 1.0), 2)));
    harness = new OneInputStreamOperatorTestHarness<>(combiner);
    harness.open();
  }

  @AfterEach
  void stop() throws Exception {
    harness.close();
  }

  @Test
  void paneIsHandedOnWhenItCloses() throws Exception {
    comes("c-1", Action.CLICK, NOON);
    comes("c-1", Action.CLICK, NEXT - 1);
    comes("c-1", Action.LIKE, NOON);
    harness.processWatermark(NEXT - 2);
    assertThat(handedOn()).isEmpty();

    harness.processWatermark(NEXT - 1);

    String counts = "c-1 CLICKS 2 LIKES 1";
    assertThat(handedOn())
        .containsExactlyInAnyOrder(
            "global@0: " + counts,
            "country=GB@0: " + counts,
            "language=en@0: " + counts,
            "language=en,category=sport@0: " + counts);
    assertThat(combiner.pairs()).isZero();
  }

  @Test
  void paneThatIsStillOpenStays() throws Exception {
    comes("c-1", Action.CLICK, NOON);
    comes("c-2", Action.CLICK, NEXT);
    harness.processWatermark(NEXT - 1);

    assertThat(global()).containsExactly("global@0: c-1 CLICKS 1");
    assertThat(combiner.pairs()).isEqualTo(4);
  }

  @Test
  void whatIsLateIsHandedOnWithTheNextWatermark() throws Exception {
    harness.processWatermark(NEXT);
    comes("c-1", Action.CLICK, NOON);
    comes("c-1", Action.CLICK, NOON);
    assertThat(global()).isEmpty();

    harness.processWatermark(NEXT + 1);

    assertThat(global()).containsExactly("global@0: c-1 CLICKS 2");
  }

  @Test
  void everythingIsHandedOnBeforeACheckpoint() throws Exception {
    comes("c-1", Action.CLICK, NOON);
    comes("c-1", Action.CLICK, NEXT);
    combiner.prepareSnapshotPreBarrier(1);

    assertThat(global()).containsExactly("global@0: c-1 CLICKS 1", "global@5: c-1 CLICKS 1");
    assertThat(combiner.pairs()).isZero();
  }

  @Test
  void everythingIsHandedOnAtTheEndOfInput() throws Exception {
    comes("c-1", Action.CLICK, NOON);
    combiner.finish();

    assertThat(global()).containsExactly("global@0: c-1 CLICKS 1");
  }

  @Test
  void itemThatTakesAllClicksIsOneCountAPane() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      comes("c-1", Action.CLICK, NOON + i % SLIDE);
    }
    assertThat(combiner.pairs()).isEqualTo(4);
    harness.processWatermark(NEXT);

    assertThat(global()).containsExactly("global@0: c-1 CLICKS 10000");
  }

  @Test
  void memoryIsBoundedHoweverManyItemsThereAre() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      comes("c-" + i, Action.CLICK, NOON + i);
      assertThat(combiner.pairs()).isLessThan(PAIRS);
    }
    combiner.finish();

    assertThat(global().stream().mapToInt(tally -> tally.split("CLICKS 1", -1).length - 1).sum())
        .isEqualTo(1_000);
  }

  @Test
  void whatIsInNoSegmentIsNotKept() {
    PaneCounts pane = new PaneCounts();
    pane.add(Fixtures.enriched("c-1", Action.CLICK, NOON), List.of());

    assertThat(pane.isEmpty()).isTrue();
  }

  @Test
  void timeWatchedIsWhatAPhoneCanHaveMeasured() throws Exception {
    watched(1_200L);
    watched(null);
    watched(-5L);
    watched(Long.MAX_VALUE);
    comes("c-1", Action.CLICK, NOON); // its dwell time is no watching
    combiner.finish();

    assertThat(global()).containsExactly("global@0: c-1 CLICKS 1 WATCHES 4 WATCH_TIME_MS 86401200");
  }

  private void watched(Long dwellMs) throws Exception {
    EnrichedInteraction from = Fixtures.enriched("c-1", Action.WATCH, NOON);
    EnrichedInteraction watch =
        new EnrichedInteraction(
            from.eventId(),
            from.userId(),
            from.deviceId(),
            from.sessionId(),
            from.contentId(),
            from.action(),
            from.ts(),
            dwellMs,
            from.attributes(),
            from.content(),
            from.matchReason(),
            from.attributesLsn(),
            from.attributesAsOf(),
            from.origin(),
            from.ingestedAt(),
            from.enrichedAt());
    harness.processElement(watch, NOON);
  }

  private void comes(String contentId, Action action, long ts) throws Exception {
    harness.processElement(Fixtures.enriched(contentId, action, ts), ts);
  }

  private List<String> global() {
    return handedOn().stream().filter(each -> each.startsWith("global")).toList();
  }

  private List<String> handedOn() {
    return harness.extractOutputValues().stream().map(CombinerTest::inWords).toList();
  }

  private static String inWords(PaneTally of) {
    StringBuilder words = new StringBuilder(of.segment());
    words.append('@').append((of.pane() - NOON) / 1000).append(':');
    TallyReader reader = new TallyReader(of.tally());
    while (reader.next()) {
      words.append(' ').append(reader.contentId());
      Map<Integer, String> names = new TreeMap<>();
      names.put(Counts.CLICKS, "CLICKS");
      names.put(Counts.WATCHES, "WATCHES");
      names.put(Counts.WATCH_TIME_MS, "WATCH_TIME_MS");
      names.put(Counts.LIKES, "LIKES");
      names.forEach(
          (place, name) -> {
            if (reader.counts()[place] > 0) {
              words.append(' ').append(name).append(' ').append(reader.counts()[place]);
            }
          });
    }
    return words.toString();
  }
}
