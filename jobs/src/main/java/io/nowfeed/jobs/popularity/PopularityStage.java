package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Counts interactions per content item and segment in sliding windows, and ranks them. */
public final class PopularityStage {
  /** Uid of the gate that sends late events aside. */
  public static final String GATE_UID = "gate-lateness";

  /** Uid of the split into segments. */
  public static final String SEGMENTS_UID = "split-segments";

  /** Uid of the counts; state hangs on it. */
  public static final String COUNT_UID = "count-panes";

  /** Uid of the leaderboards; state hangs on it. */
  public static final String RANK_UID = "rank-boards";

  /** Interactions that came too late to be counted; of {@link #gate}. */
  public static final OutputTag<LateEvent> LATE =
      new OutputTag<>("late-events", TypeInformation.of(LateEvent.class));

  private final Windows windows;
  private final Ranking ranking;

  /**
   * @param window a window's length, a multiple of the slide
   * @param slide how often, in event time, leaderboards are computed
   * @param allowedLateness how long after its end a window is still corrected
   * @param weights what each action adds to the score
   * @param places on a leaderboard
   */
  public PopularityStage(
      Duration window,
      Duration slide,
      Duration allowedLateness,
      Map<Action, Double> weights,
      int places) {
    this.windows = new Windows(window.toMillis(), slide.toMillis(), allowedLateness.toMillis());
    this.ranking = new Ranking(weights, places);
  }

  /** What can be counted; what cannot leaves by {@link #LATE}. */
  public SingleOutputStreamOperator<EnrichedInteraction> gate(
      DataStream<EnrichedInteraction> interactions) {
    return interactions
        .transform("Gate lateness", interactions.getType(), new LatenessGate(windows))
        .uid(GATE_UID);
  }

  /** The leaderboard of every segment, whenever it changes or is corrected. */
  public SingleOutputStreamOperator<Leaderboard> attach(DataStream<EnrichedInteraction> counted) {
    return counted
        .flatMap(new Segments())
        .returns(SegmentAction.class)
        .uid(SEGMENTS_UID)
        .name("Split segments")
        .keyBy(SegmentAction::key, TypeInformation.of(SegmentContent.class))
        .process(new PaneCounter(windows))
        .returns(PaneCount.class)
        .uid(COUNT_UID)
        .name("Count panes")
        .keyBy(count -> count.key().segment())
        .process(new BoardKeeper(windows, ranking))
        .returns(Leaderboard.class)
        .uid(RANK_UID)
        .name("Rank leaderboards");
  }
}
