package io.nowfeed.jobs.profile;

import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.ToItem;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Remembers what users did, and turns their events into occasions for lists. */
public final class ProfileStage {
  /** The stage's uid; state hangs on it. */
  public static final String UID = "profile";

  /** What items are told, and asked. */
  public static final OutputTag<ToItem> TO_ITEMS =
      new OutputTag<>("to-items", TypeInformation.of(ToItem.class));

  private ProfileStage() {}

  /**
   * The occasions, in the order of each user's events; what items learn and are asked are its side
   * outputs.
   *
   * @param events enriched events, partitioned by their key and in the order of each user, as the
   *     enrichment leaves them: so they need no second shuffle
   */
  public static SingleOutputStreamOperator<Occasion> attach(
      DataStream<EnrichedEvent> events, ProfileOptions options) {
    return DataStreamUtils.reinterpretAsKeyedStream(
            events, EnrichedEvent::hash, FlowTypes.USER_HASH)
        .process(new Profiler(options))
        .returns(Occasion.class)
        .uid(UID)
        .name("Profile");
  }
}
