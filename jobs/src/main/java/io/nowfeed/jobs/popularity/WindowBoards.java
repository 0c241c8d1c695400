package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Leaderboard;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;

/** The leaderboards of the current segment in the windows of one size. */
final class WindowBoards {
  private final Windows windows;
  private final Ranking ranking;
  private final Panes panes;
  private final PublishedBoards published;
  private final ValueState<BoardProgress> progress;

  /** State is named by the window's size and slide, so that windows can be added and removed. */
  WindowBoards(Windows windows, Ranking ranking, RuntimeContext context) {
    this.windows = windows;
    this.ranking = ranking;
    String size = "-" + windows.label() + "-" + windows.slide();
    // A pane is removed when its last window can be corrected no more, all else with the last pane.
    panes =
        new Panes(
            windows,
            context.getMapState(
                new MapStateDescriptor<>(
                    "panes" + size,
                    Types.LONG,
                    PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));
    published =
        new PublishedBoards(
            context.getMapState(
                new MapStateDescriptor<>(
                    "published" + size, Types.LONG, TypeInformation.of(ShownBoard.class))));
    progress =
        context.getState(
            new ValueStateDescriptor<>("progress" + size, TypeInformation.of(BoardProgress.class)));
  }

  /**
   * Adds to a pane.
   *
   * @param ts a time within the pane
   * @param watermark how far event time has come for this segment
   * @return whether the pane was closed before: so it is not handed on any more, and this must be
   */
  boolean add(long ts, byte[] tally, long watermark, TimerService timers) throws Exception {
    BoardProgress before = progress();
    long pane = windows.pane(ts);
    // After a restart the watermark begins anew, and only the progress knows what is over.
    long end = Math.max(before.firedEnd(), windows.lastEnd(watermark));
    if (pane + windows.slide() > end) {
      panes.add(pane, tally);
      timers.registerEventTimeTimer(pane + windows.slide() - 1);
      return false;
    }
    // Otherwise no window that can be corrected needs it, and no timer would remove it.
    if (windows.neededUntil(pane) > windows.frozenEnd(end)) {
      panes.add(pane, tally);
      awaitCorrection(before, pane, end, watermark, timers);
    }
    return true;
  }

  /** Not at once: many events of a segment may be late, and each touches many windows. */
  private void awaitCorrection(
      BoardProgress before, long pane, long end, long watermark, TimerService timers)
      throws Exception {
    // No timer was needed while there was nothing to show.
    long keptFrom = panes.expire(before, end);
    progress.update(before.late(end, pane).withKeptFrom(keptFrom));
    timers.registerEventTimeTimer(windows.correctionEnd(end, watermark) - 1);
    timers.registerEventTimeTimer(end + windows.slide() - 1);
    // Two ticks: when time goes on, the end of the tick comes first, and this finds nothing.
    long tick = windows.tick();
    timers.registerProcessingTimeTimer(
        Math.floorDiv(timers.currentProcessingTime(), tick) * tick + 2 * tick);
  }

  /** Whether a window ends then that is not over yet. */
  boolean ends(long time) throws Exception {
    return windows.end(time) && !progress().fired(time);
  }

  /** The pane that closes with the window of an end, null when nothing is in it. */
  byte[] closing(long end) throws Exception {
    return panes.get(end - windows.slide());
  }

  /** The start of the pane that closes with the window of an end. */
  long closingPane(long end) {
    return end - windows.slide();
  }

  /**
   * Publishes the window of an end, and corrects those before.
   *
   * @param again whether also a board that is not new
   */
  void end(String segment, long end, boolean again, TimerService timers, Collector<Leaderboard> out)
      throws Exception {
    BoardProgress before = progress();
    if (!again && isUnmoved(before, end)) {
      progress.update(before.unmoved(end));
    } else {
      publish(segment, before, end, again, timers, out);
    }
    progress.update(progress().withKeptFrom(panes.expire(before, end)));
    goOn(end, progress().counted(), timers);
  }

  /**
   * Whether the window holds and compares with just what the one before it did, as most do of a
   * segment in which little happens: no pane has come, or gone from the window or from the one
   * before it. Without any lateness the last of these is not known any more.
   */
  private boolean isUnmoved(BoardProgress before, long end) throws Exception {
    long entered = end - windows.slide();
    return before.firedEnd() == entered
        && before.latePanes().isEmpty()
        && windows.allowedLateness() > 0
        && panes.get(entered) == null
        && panes.get(entered - windows.size()) == null
        && panes.get(entered - 2 * windows.size()) == null;
  }

  /** Corrects windows that are over, if something came for them. */
  void correct(String segment, TimerService timers, Collector<Leaderboard> out) throws Exception {
    BoardProgress before = progress();
    if (!before.latePanes().isEmpty()) {
      publish(segment, before, before.firedEnd(), false, timers, out);
    }
  }

  /**
   * Publishes the windows up to {@code newestEnd} of which the board changed, oldest first; the
   * newest also when only an older one did, because the last record is taken for the current board.
   */
  private void publish(
      String segment,
      BoardProgress before,
      long newestEnd,
      boolean again,
      TimerService timers,
      Collector<Leaderboard> out)
      throws Exception {
    PublishedBoards.Shown shown = published.shown(before);
    Panes.Reading read = panes.read();
    boolean counted = false;
    boolean corrected = false;
    for (long end : windows.ends(before, newestEnd)) {
      Ranking.Result ranked = ranking.rank(read.window(end));
      Leaderboard board = board(segment, end, ranked, timers);
      ShownBoard toShow = ShownBoard.of(board);
      boolean newest = end == newestEnd;
      counted = ranked.counted();
      if (shown.differs(end, toShow)
          || shown.ranksBeforeDiffer(end, end - windows.slide())
          || (newest && (corrected || (again && !board.isEmpty())))) {
        shown.put(end, toShow);
        // A tombstone names no window, so it can only speak of the newest.
        if (newest || !board.isEmpty()) {
          out.collect(shown.withPreviousRanks(board, end - windows.slide()));
          corrected = true;
        }
      }
    }
    List<Long> ends = shown.pruned(windows.frozenEnd(newestEnd));
    progress.update(before.published(newestEnd, ends, counted));
  }

  private Leaderboard board(String segment, long end, Ranking.Result ranked, TimerService timers) {
    return new Leaderboard(
        segment,
        windows.label(),
        end - windows.size(),
        end,
        ranked.items(),
        ranked.top(),
        timers.currentProcessingTime());
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
      timers.registerEventTimeTimer(windows.freezingEnd(windows.neededUntil(newest)) - 1);
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
