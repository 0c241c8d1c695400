package io.nowfeed.jobs.popularity;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
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
  private transient MapState<PaneContent, ActionCounts> panes;
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
                    TypeInformation.of(PaneContent.class),
                    TypeInformation.of(ActionCounts.class)));
    published =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("published", TypeInformation.of(Leaderboard.class)));
  }

  @Override
  public void processElement(PaneCount count, Context context, Collector<Leaderboard> out)
      throws Exception {
    PaneContent key = new PaneContent(count.pane(), count.key().contentId());
    ActionCounts known = panes.get(key);
    panes.put(key, known == null ? count.counts() : known.plus(count.counts()));
    long end = windows.nextEnd(count.pane(), context.timerService().currentWatermark());
    context.timerService().registerEventTimeTimer(end - 1);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Leaderboard> out)
      throws Exception {
    long end = time + 1;
    publish(context, end, ranking.rank(sum(end)), out);
    boolean panesLeft = removeBefore(end + windows.slide() - windows.size());
    // Without panes one more end must come: the one at which the board is published as empty.
    if (panesLeft || published.value() != null) {
      context.timerService().registerEventTimeTimer(end + windows.slide() - 1);
    }
  }

  private Map<String, ActionCounts> sum(long end) throws Exception {
    Map<String, ActionCounts> total = new HashMap<>();
    for (Map.Entry<PaneContent, ActionCounts> entry : panes.entries()) {
      long pane = entry.getKey().pane();
      if (pane >= end - windows.size() && pane < end) {
        total.merge(entry.getKey().contentId(), entry.getValue(), ActionCounts::plus);
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

  /** Whether any pane is left. */
  private boolean removeBefore(long firstPane) throws Exception {
    boolean left = false;
    Iterator<Map.Entry<PaneContent, ActionCounts>> entries = panes.iterator();
    while (entries.hasNext()) {
      if (entries.next().getKey().pane() < firstPane) {
        entries.remove();
      } else {
        left = true;
      }
    }
    if (!left) {
      panes.clear(); // the heap backend would keep the empty map
    }
    return left;
  }
}
