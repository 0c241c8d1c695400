package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Items in the order of their appeal, the most appealing first. Not thread-safe. */
final class Shelf {
  private static final Comparator<Placed> BY_APPEAL =
      Comparator.comparingDouble(Placed::appeal).reversed();

  private final List<Placed> places = new ArrayList<>();

  private record Placed(ContentItem item, double appeal) {}

  boolean isEmpty() {
    return places.isEmpty();
  }

  List<ContentItem> items() {
    return places.stream().map(Placed::item).toList();
  }

  /**
   * Puts an item where it belongs.
   *
   * @param appeal only compared: the same item has the same on every shelf
   */
  void add(ContentItem item, double appeal) {
    Placed placed = new Placed(item, appeal);
    int found = Collections.binarySearch(places, placed, BY_APPEAL);
    places.add(found < 0 ? -found - 1 : found, placed);
  }

  void remove(ContentItem item) {
    places.removeIf(placed -> placed.item().contentId().equals(item.contentId()));
  }

  /** Any item, the most appealing mostly; there must be one. */
  ContentItem any(RandomGenerator random) {
    return places.get(Zipf.rank(places.size(), random)).item();
  }
}
