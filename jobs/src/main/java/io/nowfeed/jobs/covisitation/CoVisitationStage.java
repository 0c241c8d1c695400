package io.nowfeed.jobs.covisitation;

import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.ToItem;
import io.nowfeed.jobs.flow.Visit;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Items learn which items are engaged with after them, and tell who asks. Each item is in one place
 * only, however many recommenders there are: see RATIONALE.md.
 */
public final class CoVisitationStage {
  /** Uid of the neighbours; state hangs on it. */
  public static final String UID = "co-visitation";

  /** Uid of the counts; state hangs on it. */
  public static final String COUNTS_UID = "co-visitation-counts";

  private CoVisitationStage() {}

  /** The answers: one for each question, also of an item that knows no neighbour. */
  public static SingleOutputStreamOperator<Neighbours> attach(
      DataStream<ToItem> told, CoVisitationOptions options) {
    return told.keyBy(ToItem::item, Types.LONG)
        .process(new EngagementCounter(options))
        .returns(Visit.class)
        .uid(COUNTS_UID)
        .name("Engagement counts")
        .keyBy(Visit::item, Types.LONG)
        .process(new NeighbourKeeper(options))
        .returns(Neighbours.class)
        .uid(UID)
        .name("Co-visitation");
  }
}
