package io.nowfeed.jobs.popularity;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import io.nowfeed.jobs.metrics.JobMetric;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Lets through what can still be counted. An interaction counts in every window that holds it, or
 * in none: its pane, of the shortest slide, decides.
 *
 * <p>It also keeps event time going when nothing comes: windows could never end, and what was
 * popular would stay on the boards. Once all partitions have been idle for a while, event time
 * advances by the wall clock from where it stood.
 *
 * <p>An operator and not a function, because it remembers the watermark: after a restart event time
 * begins anew, and what was late must stay late. A function learns of no watermark between the last
 * event and the checkpoint.
 */
final class LatenessGate extends AbstractStreamOperator<EnrichedInteraction>
    implements OneInputStreamOperator<EnrichedInteraction, EnrichedInteraction> {
  private static final long serialVersionUID = 1L;

  /** One a subtask; lives for ever, being a number. */
  static final ListStateDescriptor<Long> WATERMARKS =
      new ListStateDescriptor<>("watermarks", Types.LONG);

  /** How often event time advances when nothing comes, milliseconds. */
  private static final long QUIET_STEP = 1_000;

  private final Windows windows;
  private final long quietAfter;
  private transient ListState<Long> watermarks;
  private transient long watermark;
  private transient long emitted;
  private transient long quietSince;
  private transient long quietFrom;
  private transient int quietSpells;
  private transient Counter late;

  /**
   * @param windows those with the shortest panes
   * @param quietAfter how long nothing may come before event time goes on, milliseconds
   */
  LatenessGate(Windows windows, long quietAfter) {
    this.windows = windows;
    this.quietAfter = quietAfter;
  }

  @Override
  public void open() throws Exception {
    super.open();
    late = JobMetric.LATE_EVENTS.counter(getMetricGroup());
  }

  /**
   * Subtasks may be more or fewer than they were, so each takes the smallest watermark of all: it
   * lets through what one of them let through, and the leaderboards were no further than it.
   */
  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    watermarks = context.getOperatorStateStore().getUnionListState(WATERMARKS);
    watermark = Long.MIN_VALUE;
    emitted = Long.MIN_VALUE;
    if (context.isRestored()) {
      long smallest = Long.MAX_VALUE;
      for (long each : watermarks.get()) {
        smallest = Math.min(smallest, each);
      }
      // The end of all input, as a drained job leaves it, is no time that others could be late for.
      watermark = smallest == Long.MAX_VALUE ? Long.MIN_VALUE : smallest;
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    watermarks.clear();
    watermarks.add(watermark);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = Math.max(watermark, mark.getTimestamp());
    // While it was quiet, event time may have gone on further than what comes now.
    if (mark.getTimestamp() > emitted) {
      emitted = mark.getTimestamp();
      super.processWatermark(mark);
    }
  }

  /**
   * Never handed on: all gates see the same partitions, and one that was idle for the leaderboards
   * when the others wake would let through what they have frozen.
   */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    quietSpells++; // what waits for the end of another spell finds that it is over
    if (status.isIdle()) {
      quietSince = now();
      quietFrom = watermark;
      awaitStep(quietAfter);
    }
  }

  private void awaitStep(long delay) {
    int spell = quietSpells;
    var unused = getProcessingTimeService().registerTimer(now() + delay, time -> step(spell));
  }

  /** Before the first event of all there is no time that could go on, and no board. */
  private void step(int spell) throws Exception {
    if (spell != quietSpells) {
      return;
    }
    if (quietFrom != Long.MIN_VALUE) {
      processWatermark(new Watermark(quietFrom + (now() - quietSince)));
    }
    awaitStep(QUIET_STEP);
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  @Override
  public void processElement(StreamRecord<EnrichedInteraction> element) {
    EnrichedInteraction interaction = element.getValue();
    if (windows.expired(windows.pane(interaction.ts()), watermark)) {
      late.inc();
      LateEvent event = new LateEvent(interaction, watermark - interaction.ts());
      output.collect(PopularityStage.LATE, new StreamRecord<>(event, element.getTimestamp()));
    } else {
      output.collect(element);
    }
  }
}
