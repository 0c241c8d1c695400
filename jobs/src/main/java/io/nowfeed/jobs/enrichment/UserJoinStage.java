package io.nowfeed.jobs.enrichment;

import io.nowfeed.events.Duplicate;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserUpdate;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Joins events with the attributes of their user. */
public final class UserJoinStage {
  /** The join's uid; state hangs on it. */
  public static final String UID = "enrich-with-user";

  /** Uid of the spread of the word that the table is loaded. */
  public static final String SPREAD_UID = "spread-loaded";

  /** Events that were there before. */
  public static final OutputTag<Duplicate> DUPLICATES =
      new OutputTag<>("duplicates", TypeInformation.of(Duplicate.class));

  private UserJoinStage() {}

  /**
   * The events, each once and with its user's attributes or the reason why not, in the order of
   * each user; repetitions leave by {@link #DUPLICATES}.
   *
   * @param events beacons and interactions
   * @param users changes of the users table, and the word that it is loaded
   */
  public static SingleOutputStreamOperator<EnrichedEvent> attach(
      DataStream<UserEvent> events, DataStream<UserUpdate> users, EnrichmentOptions options) {
    DataStream<UserUpdate> spread =
        users
            .flatMap(new LoadedSpread())
            .returns(FlowTypes.USER_UPDATE)
            .uid(SPREAD_UID)
            .name("Users");
    return events
        .keyBy(UserEvent::hash, FlowTypes.USER_HASH)
        .connect(spread.keyBy(UserUpdate::key, FlowTypes.USER_HASH))
        .transform(
            "Enrich with user",
            FlowTypes.ENRICHED_EVENT,
            new UserJoinOperator(new UserJoin(options)))
        .uid(UID);
  }
}
