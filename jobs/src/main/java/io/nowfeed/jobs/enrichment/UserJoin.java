package io.nowfeed.jobs.enrichment;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.MatchReason;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.UserEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the users table in state and joins events with it. An event whose user is not there waits:
 * the row may still be on its way. It waits a bounded time, then goes on with the reason; nothing
 * is dropped, and the order of a user's events is kept.
 */
final class UserJoin extends KeyedCoProcessFunction<String, UserEvent, UserChange, EnrichedEvent> {
  private static final long serialVersionUID = 1L;

  private final long maxWait;
  private final int maxWaiting;
  private final Duration deletedRetention;

  private transient ValueState<UserVersion> user;
  private transient ValueState<Long> deleted;
  private transient ValueState<Boolean> repeatedDelete;
  private transient ListState<UserEvent> waiting;
  private transient ValueState<Long> waitEnds;

  UserJoin(long maxWait, int maxWaiting, Duration deletedRetention) {
    this.maxWait = maxWait;
    this.maxWaiting = maxWaiting;
    this.deletedRetention = deletedRetention;
  }

  @Override
  public void open(OpenContext context) {
    // Lives as long as the row in Postgres: it is the table, and a delete clears it.
    user =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("user", TypeInformation.of(UserVersion.class)));
    ValueStateDescriptor<Long> deletedLsn = new ValueStateDescriptor<>("deleted-lsn", Types.LONG);
    deletedLsn.enableTimeToLive(StateTtlConfig.newBuilder(deletedRetention).build());
    deleted = getRuntimeContext().getState(deletedLsn);
    // Cleared by the tombstone that follows; a connector set up without tombstones leaves it.
    ValueStateDescriptor<Boolean> repeated =
        new ValueStateDescriptor<>("repeated-delete", Types.BOOLEAN);
    repeated.enableTimeToLive(StateTtlConfig.newBuilder(deletedRetention).build());
    repeatedDelete = getRuntimeContext().getState(repeated);
    // Both are cleared when the wait ends, by the user's arrival or by the timer.
    waiting =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("waiting", FlowTypes.USER_EVENT));
    waitEnds = getRuntimeContext().getState(new ValueStateDescriptor<>("wait-ends", Types.LONG));
  }

  @Override
  public void processElement1(UserEvent event, Context context, Collector<EnrichedEvent> out)
      throws Exception {
    long now = context.timerService().currentProcessingTime();
    if (event.anonymous()) {
      out.collect(Enrichment.without(event, MatchReason.ANONYMOUS, now));
      return;
    }
    UserVersion version = user.value();
    if (version != null) {
      out.collect(Enrichment.with(event, version, now));
    } else if (deleted.value() != null) {
      out.collect(Enrichment.without(event, MatchReason.DELETED, now));
    } else {
      await(event, context, out, now);
    }
  }

  private void await(UserEvent event, Context context, Collector<EnrichedEvent> out, long now)
      throws Exception {
    waiting.add(event);
    if (waitEnds.value() == null) {
      waitEnds.update(now + maxWait);
      context.timerService().registerProcessingTimeTimer(now + maxWait);
    } else if (count(waiting.get()) > maxWaiting) {
      endWait(context, out, MatchReason.NO_SUCH_USER, now);
    }
  }

  private static int count(Iterable<UserEvent> events) {
    int count = 0;
    for (UserEvent ignored : events) {
      count++;
    }
    return count;
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<EnrichedEvent> out)
      throws Exception {
    if (waitEnds.value() != null) {
      long now = context.timerService().currentProcessingTime();
      endWait(context, out, MatchReason.NO_SUCH_USER, now);
    }
  }

  @Override
  public void processElement2(UserChange change, Context context, Collector<EnrichedEvent> out)
      throws Exception {
    if (change.isDelete()) {
      delete(change, context, out);
    } else {
      upsert(change, context, out);
    }
  }

  private void upsert(UserChange change, Context context, Collector<EnrichedEvent> out)
      throws Exception {
    UserVersion known = user.value();
    long newest = known != null ? known.lsn() : deletedLsn();
    if (change.lsn() < newest) {
      return; // a restarted connector repeats itself: older never overwrites newer
    }
    user.update(new UserVersion(change.attributes(), change.lsn(), change.asOf()));
    deleted.clear();
    endWait(context, out, null, context.timerService().currentProcessingTime());
  }

  private long deletedLsn() throws Exception {
    Long lsn = deleted.value();
    return lsn == null ? Long.MIN_VALUE : lsn;
  }

  private void delete(UserChange change, Context context, Collector<EnrichedEvent> out)
      throws Exception {
    UserVersion known = user.value();
    if (known != null && isRepeated(change, known)) {
      return;
    }
    if (known == null && deleted.value() != null) {
      return; // the tombstone that follows a delete says nothing new
    }
    user.clear();
    deleted.update(Math.max(change.lsn(), known == null ? 0 : known.lsn()));
    endWait(context, out, MatchReason.DELETED, context.timerService().currentProcessingTime());
    out.collect(EnrichedEvent.erasure(change.userId()));
  }

  /**
   * Whether a restarted connector says again that a user was deleted who has been inserted since. A
   * tombstone has no position: it is as old as the deletion it follows.
   */
  private boolean isRepeated(UserChange change, UserVersion known) throws Exception {
    if (change.isTombstone()) {
      boolean followsRepeated = repeatedDelete.value() != null;
      repeatedDelete.clear();
      return followsRepeated;
    }
    boolean older = change.lsn() < known.lsn();
    if (older) {
      repeatedDelete.update(true);
    }
    return older;
  }

  /**
   * Lets what waits go on.
   *
   * @param reason why it is without attributes, null when the user is there now
   */
  private void endWait(Context context, Collector<EnrichedEvent> out, MatchReason reason, long now)
      throws Exception {
    Long ends = waitEnds.value();
    if (ends == null) {
      return;
    }
    context.timerService().deleteProcessingTimeTimer(ends);
    List<UserEvent> events = new ArrayList<>();
    waiting.get().forEach(events::add);
    waiting.clear();
    waitEnds.clear();
    UserVersion version = user.value();
    for (UserEvent event : events) {
      out.collect(
          reason == null
              ? Enrichment.with(event, version, now)
              : Enrichment.without(event, reason, now));
    }
  }
}
