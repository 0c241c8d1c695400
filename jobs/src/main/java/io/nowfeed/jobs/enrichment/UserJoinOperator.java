package io.nowfeed.jobs.enrichment;

import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.UserUpdate;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.SimpleTimerService;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.RunnableWithException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link UserJoin}, and does the two things that a function cannot: while the table is loaded
 * it keeps event time from passing the events that are held, and in the end it visits the users of
 * all of them. Event time is that of the events alone; the table has none.
 */
final class UserJoinOperator
    extends KeyedCoProcessOperator<UserHash, UserEvent, UserUpdate, EnrichedEvent> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(UserJoinOperator.class);

  private final UserJoin join;
  private transient boolean loadOver;
  private transient Watermark heldBack;

  UserJoinOperator(UserJoin join) {
    super(join);
    this.join = join;
  }

  @Override
  public void open() throws Exception {
    super.open();
    // The service of this name is the one that calls onProcessingTime.
    join.start(
        new SimpleTimerService(
            getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this)));
    this.<UserHash>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            Waiting.WAIT,
            (user, wait) -> join.waiting().restored(wait.value()));
    // Whether or not anything comes: time that is kept back would stand still for all behind.
    var unused = getProcessingTimeService().registerTimer(join.load().deadline(), this::endLoad);
  }

  @Override
  public void finish() throws Exception {
    endLoad(Long.MAX_VALUE);
    forEachWaiting(() -> join.onFinish(getCollector()));
    super.finish();
  }

  @Override
  public void processElement1(StreamRecord<UserEvent> event) throws Exception {
    endLoad(now());
    super.processElement1(event);
  }

  @Override
  public void processElement2(StreamRecord<UserUpdate> update) throws Exception {
    super.processElement2(update);
    endLoad(now());
  }

  @Override
  public void onProcessingTime(InternalTimer<UserHash, VoidNamespace> timer) throws Exception {
    endLoad(Math.max(now(), timer.getTimestamp()));
    setCurrentKey(timer.getKey());
    super.onProcessingTime(timer);
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    endLoad(now());
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      // All input has come to its end: what is released behind this mark would be late.
      endLoad(Long.MAX_VALUE);
      forEachWaiting(() -> join.onFinish(getCollector()));
    }
    if (loadOver) {
      processWatermark(mark);
    } else {
      heldBack = mark;
    }
  }

  @Override
  public void processWatermark2(Watermark mark) {
    // The table's sources say that they load, to brake the others; it is no time.
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  private void endLoad(long now) throws Exception {
    if (loadOver) {
      return;
    }
    join.load().check(now);
    if (!join.load().isOver()) {
      return;
    }
    loadOver = true;
    report();
    forEachWaiting(() -> join.onLoadOver(getCollector()));
    if (heldBack != null) {
      processWatermark(heldBack);
      heldBack = null;
    }
  }

  /** Visits the users of whom events wait; whose turn it was is whose turn it is, after that. */
  private void forEachWaiting(RunnableWithException visit) throws Exception {
    Object key = getCurrentKey();
    this.<UserHash>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            Waiting.EVENTS,
            (user, events) -> visit.run());
    if (key != null) {
      setCurrentKey(key);
    }
  }

  private void report() {
    if (join.load().isComplete()) {
      LOG.info(
          "users table loaded in {} ms, {} events were held",
          join.load().millis(),
          join.metrics().heldCount());
    } else {
      LOG.warn(
          "users table not loaded within {} ms (enrichment.max-load-wait); events go on without it,"
              + " {} were held",
          join.load().millis(),
          join.metrics().heldCount());
    }
  }
}
