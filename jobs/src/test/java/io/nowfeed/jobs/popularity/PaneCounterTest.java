package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Fixtures;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaneCounterTest {
  private static final long NOON = Fixtures.NOON;
  private static final long SLIDE = 5_000;
  private static final long NEXT = NOON + SLIDE;
  private static final SegmentContent GOAL = new SegmentContent("global", "c-goal");
  private static final SegmentContent SONG = new SegmentContent("global", "c-song");

  private KeyedOneInputStreamOperatorTestHarness<SegmentContent, SegmentAction, PaneCount> counter;

  @BeforeEach
  void start() throws Exception {
    startFrom(null);
  }

  @AfterEach
  void stop() throws Exception {
    counter.close();
  }

  @Test
  void paneIsHandedOnOnceItClosesHoweverManyEventsItHolds() throws Exception {
    happens(GOAL, Action.CLICK, NOON);
    happens(GOAL, Action.LIKE, NOON + 4_999);
    happens(GOAL, Action.CLICK, NOON + 1);
    watermark(NEXT - 2);
    assertThat(handedOn()).isEmpty();

    watermark(NEXT - 1);

    assertThat(handedOn())
        .containsExactly(new PaneCount(GOAL, NOON, new ActionCounts(0, 2, 0, 0, 1, 0, 0, 0)));
    assertThat(counter.numKeyedStateEntries()).isZero();
    assertThat(counter.numEventTimeTimers()).isZero();
  }

  @Test
  void eachItemAndEachPaneIsCountedApart() throws Exception {
    happens(GOAL, Action.CLICK, NEXT);
    happens(SONG, Action.CLICK, NOON);
    happens(GOAL, Action.CLICK, NOON);
    watermark(NEXT + SLIDE);

    assertThat(handedOn())
        .containsExactlyInAnyOrder(
            clicks(SONG, NOON, 1), clicks(GOAL, NOON, 1), clicks(GOAL, NEXT, 1));
  }

  @Test
  void lateEventIsHandedOnAtOnceAndAlone() throws Exception {
    happens(GOAL, Action.CLICK, NOON);
    watermark(NEXT - 1);
    happens(GOAL, Action.CLICK, NOON + 7);

    assertThat(handedOn()).containsExactly(clicks(GOAL, NOON, 1), clicks(GOAL, NOON, 1));
    assertThat(counter.numKeyedStateEntries()).isZero();
  }

  @Test
  void openPanesSurviveARestart() throws Exception {
    happens(GOAL, Action.CLICK, NOON);
    OperatorSubtaskState state = counter.snapshot(1, NOON);
    counter.close();
    startFrom(state);
    happens(GOAL, Action.CLICK, NOON);
    watermark(NEXT - 1);

    assertThat(handedOn()).containsExactly(clicks(GOAL, NOON, 2));
  }

  private void startFrom(OperatorSubtaskState state) throws Exception {
    counter =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new PaneCounter(new Windows(60_000, SLIDE, 20_000))),
            SegmentAction::key,
            TypeInformation.of(SegmentContent.class));
    counter.setup();
    if (state != null) {
      counter.initializeState(state);
    }
    counter.open();
  }

  private void happens(SegmentContent key, Action action, long ts) throws Exception {
    counter.processElement(new SegmentAction(key, action, ts), ts);
  }

  private void watermark(long time) throws Exception {
    counter.processWatermark(time);
  }

  private List<PaneCount> handedOn() {
    return counter.extractOutputValues();
  }

  private static PaneCount clicks(SegmentContent key, long pane, long clicks) {
    return new PaneCount(key, pane, new ActionCounts(0, clicks, 0, 0, 0, 0, 0, 0));
  }
}
