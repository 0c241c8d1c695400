package io.nowfeed.jobs.popularity;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps a segment's panes and publishes its leaderboard at the end of each slide, when it differs
 * from the last one; an empty board clears it.
 *
 * <p>What comes late corrects the windows that are over: at the end of the slide, before its own
 * board, so that the last board is always that of the newest window. Should event time stand still,
 * processing time ends the wait.
 */
final class BoardKeeper extends KeyedProcessFunction<String, PaneCount, Leaderboard> {
  private static final long serialVersionUID = 1L;

  private final Windows windows;
  private final Ranking ranking;
  private transient Panes panes;
  private transient PublishedBoards published;
  private transient ValueState<BoardProgress> progress;

  BoardKeeper(Windows windows, Ranking ranking) {
    this.windows = windows;
    this.ranking = ranking;
  }

  @Override
  public void open(OpenContext context) {
    // A pane is removed when its last window can be corrected no more, all else with the last pane.
    panes =
        new Panes(
            windows,
            getRuntimeContext()
                .getMapState(
                    new MapStateDescriptor<>(
                        "panes",
                        Types.LONG,
                        Types.MAP(Types.STRING, TypeInformation.of(ActionCounts.class)))));
    published =
        new PublishedBoards(
            getRuntimeContext()
                .getMapState(
                    new MapStateDescriptor<>(
                        "published", Types.LONG, TypeInformation.of(Leaderboard.class))));
    progress =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("progress", TypeInformation.of(BoardProgress.class)));
  }

  /** What is on time reads no state but its pane. */
  @Override
  public void processElement(PaneCount count, Context context, Collector<Leaderboard> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    panes.add(count);
    if (windows.closed(count.pane(), watermark)) {
      awaitCorrection(count.pane(), windows.lastEnd(watermark), context.timerService());
    } else {
      context.timerService().registerEventTimeTimer(count.pane() + windows.slide() - 1);
    }
  }

  /**
   * Not at once: many events of a segment may be late, and each touches many windows.
   *
   * @param lastEnd the end of the newest window that is over, as far as the watermark knows
   */
  private void awaitCorrection(long pane, long lastEnd, TimerService timers) throws Exception {
    BoardProgress before = progress();
    long end = Math.max(before.firedEnd(), lastEnd);
    if (pane + windows.size() <= windows.frozenEnd(end)) {
      panes.remove(pane); // no window that can be corrected holds it, and no timer would remove it
      return;
    }
    panes.expire(before.firedEnd(), end); // no timer was needed while there was nothing to show
    progress.update(before.late(end, pane));
    timers.registerEventTimeTimer(end + windows.slide() - 1);
    // Two slides: when time goes on, the end of the slide comes first, and this finds nothing.
    timers.registerProcessingTimeTimer(
        windows.pane(timers.currentProcessingTime()) + 2 * windows.slide());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Leaderboard> out)
      throws Exception {
    BoardProgress before = progress();
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      if (!before.latePanes().isEmpty()) {
        publish(before, before.firedEnd(), context, out);
      }
    } else if (before.fired(time + 1)) {
      // Event time began anew after a restart, so the count did not know that it was late.
      awaitCorrection(time + 1 - windows.slide(), before.firedEnd(), context.timerService());
    } else {
      boolean counted = publish(before, time + 1, context, out);
      panes.expire(before.firedEnd(), time + 1);
      goOn(time + 1, counted, context.timerService());
    }
  }

  /**
   * Publishes the windows up to {@code newestEnd} of which the board changed, oldest first; the
   * newest also when only an older one did, because the last record is taken for the current board.
   *
   * @return whether anything is counted in the newest
   */
  private boolean publish(
      BoardProgress before, long newestEnd, OnTimerContext context, Collector<Leaderboard> out)
      throws Exception {
    PublishedBoards.Shown shown = published.shown(before);
    NavigableMap<Long, Map<String, ActionCounts>> read = new TreeMap<>();
    Map<String, ActionCounts> total = Map.of();
    boolean corrected = false;
    for (long end : windows.ends(before, newestEnd)) {
      total = panes.total(end, read);
      Leaderboard board = board(end, ranking.rank(total), context);
      boolean newest = end == newestEnd;
      if (shown.differs(board) || (newest && corrected)) {
        shown.put(board);
        // A tombstone names no window, so it can only speak of the newest.
        if (newest || !board.items().isEmpty()) {
          out.collect(board);
          corrected = true;
        }
      }
    }
    List<Long> ends = shown.pruned(windows.frozenEnd(newestEnd));
    progress.update(new BoardProgress(newestEnd, ends, List.of()));
    return !total.isEmpty();
  }

  private Leaderboard board(long end, List<RankedContent> items, OnTimerContext context) {
    return new Leaderboard(
        context.getCurrentKey(),
        windows.label(),
        end - windows.size(),
        end,
        items,
        context.timerService().currentProcessingTime());
  }

  /**
   * While there are counts, the next window may differ, if only because a pane leaves. Without
   * counts nothing changes until something comes, and the panes that are kept are cleared at once:
   * after a pause there may be hours of slides in which nothing happens.
   */
  private void goOn(long end, boolean counted, TimerService timers) throws Exception {
    if (counted) {
      timers.registerEventTimeTimer(end + windows.slide() - 1);
      return;
    }
    long newest = panes.newest(end);
    long publishedEnd = progress().publishedEnd();
    if (newest != Long.MIN_VALUE) {
      timers.registerEventTimeTimer(windows.freezingEnd(newest + windows.size()) - 1);
    } else if (publishedEnd > windows.frozenEnd(end)) {
      // Something late could still be for an older window than the tombstone's.
      timers.registerEventTimeTimer(windows.freezingEnd(publishedEnd) - 1);
    } else if (panes.clearIfEmpty()) {
      published.clear();
      progress.clear();
    }
  }

  private BoardProgress progress() throws Exception {
    BoardProgress value = progress.value();
    return value == null ? BoardProgress.NONE : value;
  }
}
