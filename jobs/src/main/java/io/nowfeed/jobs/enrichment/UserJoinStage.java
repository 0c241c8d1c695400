package io.nowfeed.jobs.enrichment;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.UserEvent;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Joins events with the attributes of their user. */
public final class UserJoinStage {
  /** The join's uid; state hangs on it. */
  public static final String UID = "enrich-with-user";

  private UserJoinStage() {}

  /**
   * The events, each with its user's attributes or the reason why not, in the order of each user.
   *
   * @param events beacons and interactions
   * @param users changes of the users table
   * @param maxWait how long an event waits for its user
   * @param maxWaiting how many events of a user wait at most
   * @param deletedRetention how long it is remembered that a user was deleted
   */
  public static SingleOutputStreamOperator<EnrichedEvent> attach(
      DataStream<UserEvent> events,
      DataStream<UserChange> users,
      Duration maxWait,
      int maxWaiting,
      Duration deletedRetention) {
    return events
        .keyBy(UserEvent::key)
        .connect(users.keyBy(UserChange::userId))
        .process(new UserJoin(maxWait.toMillis(), maxWaiting, deletedRetention))
        .returns(FlowTypes.ENRICHED_EVENT)
        .uid(UID)
        .name("Enrich with user");
  }
}
