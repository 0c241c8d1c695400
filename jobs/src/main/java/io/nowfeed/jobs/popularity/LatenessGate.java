package io.nowfeed.jobs.popularity;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Lets through what can still be counted. An interaction counts in every window that holds it, or
 * in none: its pane decides.
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

  private final Windows windows;
  private transient ListState<Long> watermarks;
  private transient long watermark;

  LatenessGate(Windows windows) {
    this.windows = windows;
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
    super.processWatermark(mark);
  }

  @Override
  public void processElement(StreamRecord<EnrichedInteraction> element) {
    EnrichedInteraction interaction = element.getValue();
    if (windows.expired(windows.pane(interaction.ts()), watermark)) {
      LateEvent late = new LateEvent(interaction, watermark - interaction.ts());
      output.collect(PopularityStage.LATE, new StreamRecord<>(late, element.getTimestamp()));
    } else {
      output.collect(element);
    }
  }
}
