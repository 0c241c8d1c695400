package io.nowfeed.jobs.popularity;

import io.nowfeed.events.ActionCounts;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts actions per content item and pane, and hands a pane's counts on when it closes: one
 * record, however many events. What comes later, within the allowed lateness, is handed on at once.
 */
final class PaneCounter extends KeyedProcessFunction<SegmentContent, SegmentAction, PaneCount> {
  private static final long serialVersionUID = 1L;

  private final Windows windows;
  private transient MapState<Long, ActionCounts> open;

  PaneCounter(Windows windows) {
    this.windows = windows;
  }

  @Override
  public void open(OpenContext context) {
    // Every entry is removed by the timer at its pane's end.
    open =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "open-panes", Types.LONG, TypeInformation.of(ActionCounts.class)));
  }

  @Override
  public void processElement(SegmentAction action, Context context, Collector<PaneCount> out)
      throws Exception {
    long pane = windows.pane(action.ts());
    if (windows.closed(pane, context.timerService().currentWatermark())) {
      out.collect(new PaneCount(action.key(), pane, ActionCounts.NONE.plus(action.action())));
      return;
    }
    ActionCounts counts = open.get(pane);
    if (counts == null) {
      counts = ActionCounts.NONE;
      context.timerService().registerEventTimeTimer(pane + windows.slide() - 1);
    }
    open.put(pane, counts.plus(action.action()));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<PaneCount> out)
      throws Exception {
    long pane = time + 1 - windows.slide();
    ActionCounts counts = open.get(pane);
    open.remove(pane);
    out.collect(new PaneCount(context.getCurrentKey(), pane, counts));
  }
}
