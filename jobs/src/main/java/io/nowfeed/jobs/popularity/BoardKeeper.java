package io.nowfeed.jobs.popularity;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps a segment's panes and publishes its leaderboard at the end of each slide, when it differs
 * from the last one; an empty board clears it.
 */
final class BoardKeeper extends KeyedProcessFunction<String, PaneCount, Leaderboard> {
  private static final long serialVersionUID = 1L;

  private final Windows windows;
  private final Ranking ranking;
  private transient MapState<Long, Map<String, ActionCounts>> panes;
  private transient ValueState<Leaderboard> published;

  BoardKeeper(Windows windows, Ranking ranking) {
    this.windows = windows;
    this.ranking = ranking;
  }

  @Override
  public void open(OpenContext context) {
    // A pane is removed with the last window that holds it, the board with the last pane.
    panes =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "panes",
                    Types.LONG,
                    Types.MAP(Types.STRING, TypeInformation.of(ActionCounts.class))));
    published =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("published", TypeInformation.of(Leaderboard.class)));
  }

  @Override
  public void processElement(PaneCount count, Context context, Collector<Leaderboard> out)
      throws Exception {
    long end = windows.nextEnd(count.pane(), context.timerService().currentWatermark());
    if (count.pane() < end - windows.size()) {
      return; // no window to come holds it; the gate has sent such events aside before
    }
    Map<String, ActionCounts> pane = panes.get(count.pane());
    if (pane == null) {
      pane = new HashMap<>();
    }
    pane.merge(count.key().contentId(), count.counts(), ActionCounts::plus);
    panes.put(count.pane(), pane);
    context.timerService().registerEventTimeTimer(end - 1);
  }

  /**
   * Touches the panes of one window, however many wait for theirs: after a pause, or in a replay,
   * event time jumps, and the panes of hours come before the first window of them ends.
   */
  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Leaderboard> out)
      throws Exception {
    long end = time + 1;
    panes.remove(end - windows.size() - windows.slide());
    Map<String, ActionCounts> total = sum(end);
    publish(context, end, ranking.rank(total), out);
    if (!total.isEmpty()) {
      // At the end after the last, the pane leaves, and the board may become empty.
      context.timerService().registerEventTimeTimer(end + windows.slide() - 1);
    } else if (panes.isEmpty()) {
      panes.clear(); // the heap backend would keep the empty map
    }
  }

  private Map<String, ActionCounts> sum(long end) throws Exception {
    Map<String, ActionCounts> total = new HashMap<>();
    for (long pane = end - windows.size(); pane < end; pane += windows.slide()) {
      Map<String, ActionCounts> counts = panes.get(pane);
      if (counts != null) {
        counts.forEach((contentId, of) -> total.merge(contentId, of, ActionCounts::plus));
      }
    }
    return total;
  }

  private void publish(
      OnTimerContext context, long end, List<RankedContent> items, Collector<Leaderboard> out)
      throws Exception {
    Leaderboard last = published.value();
    if (items.equals(last == null ? List.of() : last.items())) {
      return;
    }
    Leaderboard board =
        new Leaderboard(
            context.getCurrentKey(),
            windows.label(),
            end - windows.size(),
            end,
            items,
            context.timerService().currentProcessingTime());
    if (items.isEmpty()) {
      published.clear();
    } else {
      published.update(board);
    }
    out.collect(board);
  }
}
