package io.nowfeed.jobs.popularity;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Counts interactions per content item and segment in sliding windows, and ranks them. */
public final class PopularityStage {
  /** Uid of the gate that sends late events aside; state hangs on it. */
  public static final String GATE_UID = "gate-lateness";

  /** Uid of the counts in memory. */
  public static final String COMBINE_UID = "combine-counts";

  /** Uid of the leaderboards; state hangs on it. */
  public static final String RANK_UID = "rank-boards";

  /** Interactions that came too late to be counted; of {@link #gate}. */
  public static final OutputTag<LateEvent> LATE =
      new OutputTag<>("late-events", TypeInformation.of(LateEvent.class));

  private final PopularityOptions options;
  private final List<Windows> windows;

  /**
   * @param options what is counted and ranked
   */
  public PopularityStage(PopularityOptions options) {
    this.options = options;
    this.windows = Windows.of(options.windows(), options.allowedLateness());
  }

  /** What can be counted; what cannot leaves by {@link #LATE}. */
  public SingleOutputStreamOperator<EnrichedInteraction> gate(
      DataStream<EnrichedInteraction> interactions) {
    return interactions
        .transform(
            "Gate lateness",
            interactions.getType(),
            new LatenessGate(windows.get(0), options.quietAfter().toMillis()))
        .uid(GATE_UID);
  }

  /** The leaderboards of every segment, whenever they change or are corrected. */
  public SingleOutputStreamOperator<Leaderboard> attach(DataStream<EnrichedInteraction> counted) {
    return counted
        .transform(
            "Combine counts",
            TypeInformation.of(PaneTally.class),
            new Combiner(windows.get(0), options))
        .uid(COMBINE_UID)
        .keyBy(PaneTally::segment)
        .process(
            new BoardKeeper(windows, new Ranking(options.ranked()), options.maxAhead().toMillis()))
        .returns(Leaderboard.class)
        .uid(RANK_UID)
        .name("Rank leaderboards");
  }
}
