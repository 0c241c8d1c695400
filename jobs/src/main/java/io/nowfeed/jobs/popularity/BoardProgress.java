package io.nowfeed.jobs.popularity;

import java.util.ArrayList;
import java.util.List;

/**
 * How far the leaderboards of a segment have come. The watermark does not tell: it begins anew
 * after a restart.
 *
 * @param firedEnd the end of the newest window that is over, event time, epoch milliseconds
 * @param publishedEnds the ends of the windows with a board of their own, oldest first
 * @param latePanes panes of windows that are over, to which something was added since
 * @param keptFrom panes before this time have been removed; so long as the allowed lateness stays
 *     the same, {@code firedEnd} tells it, too
 * @param counted whether anything is counted in the newest window that is over
 */
public record BoardProgress(
    long firedEnd, List<Long> publishedEnds, List<Long> latePanes, long keptFrom, boolean counted) {
  /** Before the first window. */
  static final BoardProgress NONE =
      new BoardProgress(Long.MIN_VALUE, List.of(), List.of(), Long.MIN_VALUE, false);

  /** The end of the newest window with a board of its own. */
  long publishedEnd() {
    return publishedEnds.isEmpty() ? Long.MIN_VALUE : publishedEnds.get(publishedEnds.size() - 1);
  }

  /** Whether a window is over, so that what comes for it corrects it. */
  boolean fired(long end) {
    return end <= firedEnd;
  }

  /** As it is once windows up to {@code end} are over, and something came for one of them. */
  BoardProgress late(long end, long pane) {
    List<Long> more = new ArrayList<>(latePanes);
    if (!more.contains(pane)) {
      more.add(pane);
    }
    return new BoardProgress(end, publishedEnds, more, keptFrom, counted);
  }

  BoardProgress published(long end, List<Long> ends, boolean anyCounted) {
    return new BoardProgress(end, ends, List.of(), keptFrom, anyCounted);
  }

  /** As it is once the window of an end is over, which holds what the one before it held. */
  BoardProgress unmoved(long end) {
    return new BoardProgress(end, publishedEnds, latePanes, keptFrom, counted);
  }

  BoardProgress withKeptFrom(long time) {
    return new BoardProgress(firedEnd, publishedEnds, latePanes, Math.max(keptFrom, time), counted);
  }
}
