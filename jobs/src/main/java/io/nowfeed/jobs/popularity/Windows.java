package io.nowfeed.jobs.popularity;

import java.io.Serializable;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Sliding windows made of panes: an event is counted once, in its pane, and a window is the sum of
 * its panes. Stock sliding windows would count it once a window, twelve times for a minute that
 * slides by five seconds.
 *
 * @param size a window's length, milliseconds, a multiple of the slide
 * @param slide a pane's length, milliseconds
 * @param allowedLateness how long after its end a window is still corrected, milliseconds
 */
record Windows(long size, long slide, long allowedLateness) implements Serializable {
  /** The start of the pane of an event. */
  long pane(long ts) {
    return Math.floorDiv(ts, slide) * slide;
  }

  /** Whether all on-time events of a pane have come. */
  boolean closed(long pane, long watermark) {
    return pane + slide - 1 <= watermark;
  }

  /** Whether a pane takes no events any more: the first window that holds it is frozen. */
  boolean expired(long pane, long watermark) {
    return watermark >= pane + slide - 1 + allowedLateness;
  }

  /** The end of the newest window that is over. */
  long lastEnd(long watermark) {
    return pane(watermark + 1);
  }

  /**
   * The end of the newest window that cannot be corrected any more, once that of an end is over.
   */
  long frozenEnd(long end) {
    return pane(end - allowedLateness);
  }

  /** The end of the window that freezes the window of an end, once it is over. */
  long freezingEnd(long end) {
    return -pane(-(end + allowedLateness));
  }

  /**
   * The ends of the windows that may differ from what they show: the newest; those that hold a late
   * pane and are not frozen; and the one after them, which showed the same as the last of them.
   */
  NavigableSet<Long> ends(BoardProgress progress, long newestEnd) {
    NavigableSet<Long> ends = new TreeSet<>();
    ends.add(newestEnd);
    for (long pane : progress.latePanes()) {
      long first = Math.max(pane, frozenEnd(progress.firedEnd())) + slide;
      for (long end = first; end <= Math.min(pane + size + slide, newestEnd); end += slide) {
        ends.add(end);
      }
    }
    return ends;
  }

  /** The window's length for people: 1m, 90s. */
  String label() {
    Duration length = Duration.ofMillis(size);
    if (size % Duration.ofHours(1).toMillis() == 0) {
      return length.toHours() + "h";
    }
    return size % Duration.ofMinutes(1).toMillis() == 0
        ? length.toMinutes() + "m"
        : length.toSeconds() + "s";
  }
}
