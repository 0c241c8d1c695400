package io.nowfeed.jobs.popularity;

import io.nowfeed.jobs.config.WindowSize;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Sliding windows made of panes: an event is counted once, in its pane, and a window is the sum of
 * its panes. Stock sliding windows would count it once a window, twelve times for a minute that
 * slides by five seconds.
 *
 * <p>A board also compares its window with the one before, so a pane is needed for two sizes.
 *
 * @param size a window's length, milliseconds, a multiple of the slide
 * @param slide a pane's length, milliseconds
 * @param allowedLateness how long after its end a window is still corrected, milliseconds
 * @param tick how often, in event time, corrections are published, milliseconds; the slide is a
 *     multiple
 */
record Windows(long size, long slide, long allowedLateness, long tick) implements Serializable {
  /** All that are configured, the shortest first. */
  static List<Windows> of(List<WindowSize> sizes, Duration allowedLateness) {
    long tick = sizes.get(0).slide().toMillis();
    return sizes.stream()
        .map(
            each ->
                new Windows(
                    each.size().toMillis(),
                    each.slide().toMillis(),
                    allowedLateness.toMillis(),
                    tick))
        .toList();
  }

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

  /** The end of the newest window that is over, {@link Long#MIN_VALUE} before event time begins. */
  long lastEnd(long watermark) {
    return watermark == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : pane(Math.min(watermark, Long.MAX_VALUE - 1) + 1);
  }

  /** Whether one of the windows ends there. */
  boolean end(long time) {
    return Math.floorMod(time, slide) == 0;
  }

  /** When what comes late is published, if event time has come so far. */
  long correctionEnd(long end, long watermark) {
    return Math.floorDiv(Math.max(end, watermark + 1), tick) * tick + tick;
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

  /** The end of the last window for which a pane is needed. */
  long neededUntil(long pane) {
    return pane + 2 * size;
  }

  /** The first pane that is needed for the window of an end. */
  long firstPane(long end) {
    return end - 2 * size;
  }

  /**
   * The ends of the windows that may differ from what they show: the newest; those that need a late
   * pane and are not frozen; and the one after them, which showed the same as the last of them.
   */
  NavigableSet<Long> ends(BoardProgress progress, long newestEnd) {
    NavigableSet<Long> ends = new TreeSet<>();
    ends.add(newestEnd);
    for (long pane : progress.latePanes()) {
      long correctable = Math.max(frozenEnd(progress.firedEnd()), completeEnd(progress) - slide);
      long first = Math.max(pane, correctable) + slide;
      long last = Math.min(neededUntil(pane) + slide, newestEnd);
      for (long end = first; end <= last; end += slide) {
        ends.add(end);
      }
    }
    return ends;
  }

  /** The end of the first window of which all panes that it needs are kept. */
  private long completeEnd(BoardProgress progress) {
    return progress.keptFrom() == Long.MIN_VALUE
        ? Long.MIN_VALUE + slide
        : progress.keptFrom() + 2 * size;
  }

  /** The window's length for people: 1m, 90s. */
  String label() {
    return new WindowSize(Duration.ofMillis(size), Duration.ofMillis(slide)).label();
  }
}
