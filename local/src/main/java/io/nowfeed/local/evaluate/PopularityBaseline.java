package io.nowfeed.local.evaluate;

import java.time.Duration;
import org.roaringbitmap.RoaringBitmap;

/**
 * Ranks items by how often anybody engaged with them in a window of event time that ends now.
 * Counts by itself, event by event, and shares nothing with the job that it is compared with.
 */
final class PopularityBaseline {
  /**
   * How far back a baseline looks.
   *
   * @param name for people
   * @param length null for all time
   */
  record Window(String name, Duration length) {}

  private final EventTable events;
  private final long length;
  private final PopularItems items;
  private int oldest;
  private int next;

  PopularityBaseline(EventTable events, Window window) {
    this.events = events;
    this.length = window.length() == null ? Long.MAX_VALUE : window.length().toMillis();
    this.items = new PopularItems(events.itemCount());
  }

  /** Forgets what is no longer in the window at the time of the next event. */
  void advance() {
    if (length == Long.MAX_VALUE) {
      return;
    }
    long until = events.time(next) - length;
    for (; oldest < next && events.time(oldest) <= until; oldest++) {
      if (events.engages(oldest)) {
        items.remove(events.item(oldest));
      }
    }
  }

  /** Counts the next event. */
  void learn() {
    if (events.engages(next)) {
      items.add(events.item(next));
    }
    next++;
  }

  /** See {@link PopularItems#rank}. */
  double rank(int item, RoaringBitmap except) {
    return items.rank(item, except);
  }

  /** See {@link PopularItems#frozen}. */
  FrozenList frozen(RoaringBitmap except) {
    return items.frozen(except);
  }
}
