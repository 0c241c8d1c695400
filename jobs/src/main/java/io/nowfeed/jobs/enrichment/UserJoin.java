package io.nowfeed.jobs.enrichment;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.Duplicate;
import io.nowfeed.events.MatchReason;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.UserUpdate;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the users table in state and joins events with it: each with the version that was valid at
 * its time. After a start events are held until the table is loaded. Then an event whose user is
 * not there waits, as the row may still be on its way; it waits a bounded time and goes on with the
 * reason. Nothing is dropped, and the order of a user's events is kept.
 */
final class UserJoin
    extends KeyedCoProcessFunction<UserHash, UserEvent, UserUpdate, EnrichedEvent> {
  private static final long serialVersionUID = 1L;

  private final EnrichmentOptions options;

  private transient TimerService timers;
  private transient TableLoad load;
  private transient JoinMetrics metrics;
  private transient Repetitions repetitions;
  private transient UserRow row;
  private transient Waiting waiting;

  UserJoin(EnrichmentOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    repetitions = new Repetitions(getRuntimeContext(), options.deduplicationHorizon());
    row = new UserRow(getRuntimeContext(), options);
  }

  /** Called once by the operator, which alone has the timers of no key in particular. */
  void start(TimerService operatorTimers) {
    timers = operatorTimers;
    waiting = new Waiting(getRuntimeContext(), timers);
    load = new TableLoad(timers.currentProcessingTime(), options.maxLoadWait().toMillis());
    metrics = new JoinMetrics(getRuntimeContext().getMetricGroup(), load, waiting);
  }

  TableLoad load() {
    return load;
  }

  Waiting waiting() {
    return waiting;
  }

  JoinMetrics metrics() {
    return metrics;
  }

  @Override
  public void processElement1(UserEvent event, Context context, Collector<EnrichedEvent> out)
      throws Exception {
    if (repetitions.contains(event)) {
      metrics.duplicate();
      context.output(UserJoinStage.DUPLICATES, new Duplicate(event.eventId(), event.origin()));
    } else if (event.anonymous()) {
      out.collect(without(event, MatchReason.ANONYMOUS));
    } else if (!load.isOver()) {
      hold(event);
    } else {
      join(event, out);
    }
  }

  private void hold(UserEvent event) throws Exception {
    metrics.held();
    // As many as come: the brake bounds them, and letting one go would be to join it too early.
    waiting.add(event, load.deadline());
  }

  private void join(UserEvent event, Collector<EnrichedEvent> out) throws Exception {
    UserVersions versions = row.versions(event.ts());
    if (versions != null) {
      out.collect(with(event, versions));
    } else if (row.isDeleted()) {
      out.collect(without(event, MatchReason.DELETED));
    } else {
      metrics.waits();
      if (waiting.add(event, now() + options.maxWait().toMillis()) > options.maxWaiting()) {
        release(out);
      }
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<EnrichedEvent> out)
      throws Exception {
    // The timer is its own proof: the clock may have been set back since it was set.
    if (!waiting.endsBy(time)) {
      return;
    }
    if (load.isOver()) {
      release(out);
    } else {
      // The time ran out while the job was down; the row may be among what is being loaded.
      waiting.extend(load.deadline());
    }
  }

  /** The table is loaded, or the time for it is up: of this user, too, no event is held longer. */
  void onLoadOver(Collector<EnrichedEvent> out) throws Exception {
    if (load.isComplete() && !row.isKnown() && waiting.any()) {
      waiting.extend(now() + options.maxWait().toMillis());
    } else {
      release(out);
    }
  }

  @Override
  public void processElement2(UserUpdate update, Context context, Collector<EnrichedEvent> out)
      throws Exception {
    if (update.loaded() != null) {
      load.add(update.loaded(), now());
      return;
    }
    UserChange change = update.change();
    boolean applied = change.isDelete() ? row.delete(change) : row.upsert(change);
    if (applied && load.isOver()) {
      release(out);
    }
    if (applied && change.isDelete()) {
      metrics.erased();
      out.collect(EnrichedEvent.erasure(change.userId()));
    }
  }

  /** Nothing comes any more: who waits, waits for nobody. */
  void onFinish(Collector<EnrichedEvent> out) throws Exception {
    release(out);
  }

  /** Lets what waits go on, with attributes if there are any by now. */
  private void release(Collector<EnrichedEvent> out) throws Exception {
    for (UserEvent event : waiting.takeAll()) {
      UserVersions versions = row.versions(event.ts());
      out.collect(versions != null ? with(event, versions) : without(event, whyMissing()));
    }
  }

  private MatchReason whyMissing() throws Exception {
    if (row.isDeleted()) {
      return MatchReason.DELETED;
    }
    return load.isComplete() ? MatchReason.NO_SUCH_USER : MatchReason.NOT_LOADED_IN_TIME;
  }

  private EnrichedEvent with(UserEvent event, UserVersions versions) {
    long now = now();
    metrics.joined(event, MatchReason.MATCHED, now);
    return Enrichment.with(event, versions.asOf(event.ts()), now);
  }

  private EnrichedEvent without(UserEvent event, MatchReason reason) {
    long now = now();
    metrics.joined(event, reason, now);
    return Enrichment.without(event, reason, now);
  }

  private long now() {
    return timers.currentProcessingTime();
  }
}
