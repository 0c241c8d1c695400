package io.nowfeed.jobs.popularity;

import java.io.Serializable;
import java.time.Duration;

/**
 * Sliding windows made of panes: an event is counted once, in its pane, and a window is the sum of
 * its panes. Stock sliding windows would count it once a window, twelve times for a minute that
 * slides by five seconds.
 *
 * @param size a window's length, milliseconds, a multiple of the slide
 * @param slide a pane's length, milliseconds
 * @param allowedLateness how long after its end a pane still takes events, milliseconds
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

  /**
   * Whether a pane takes no events any more: its lateness is over, or every window that holds it.
   */
  boolean expired(long pane, long watermark) {
    long lastMoment = pane + slide - 1 + Math.min(allowedLateness, size - slide);
    return watermark >= lastMoment;
  }

  /** The end of the first window that shows what was added to a pane now. */
  long nextEnd(long pane, long watermark) {
    long end = pane + slide;
    return closed(pane, watermark) ? Math.max(end, pane(watermark + 1) + slide) : end;
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
