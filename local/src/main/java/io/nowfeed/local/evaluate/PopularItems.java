package io.nowfeed.local.evaluate;

import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * Counts items, and keeps them ordered by their counts: as a count changes by one, its item changes
 * places with the first or last of those with the same count. So a rank among the first places is
 * found by walking down from the first, however many items there are.
 */
final class PopularItems {
  private final int[] counts;

  /** Items, the most popular first; among the same counts in no particular order. */
  private final int[] order;

  private final int[] places;

  /** By count, how many items have a larger one. */
  private int[] larger = new int[16];

  PopularItems(int items) {
    counts = new int[items];
    order = new int[items];
    places = new int[items];
    for (int item = 0; item < items; item++) {
      order[item] = item;
      places[item] = item;
    }
  }

  void add(int item) {
    int count = counts[item];
    if (count + 1 == larger.length) {
      larger = Arrays.copyOf(larger, 2 * larger.length);
    }
    moveTo(larger[count]++, item);
    counts[item]++;
  }

  void remove(int item) {
    int count = counts[item];
    moveTo(--larger[count - 1], item);
    counts[item]--;
  }

  private void moveTo(int place, int item) {
    int other = order[place];
    order[places[item]] = other;
    places[other] = places[item];
    order[place] = item;
    places[item] = place;
  }

  /**
   * The rank of an item among all without {@code except}: one more than have a larger count, and a
   * half for each with the same. {@link Score#MISS} when it is beyond the places that count, or was
   * never counted.
   */
  double rank(int item, RoaringBitmap except) {
    int count = counts[item];
    if (count == 0) {
      return Score.MISS;
    }
    int place = 0;
    int better = 0;
    for (; counts[order[place]] > count; place++) {
      if (!except.contains(order[place]) && ++better == Score.PLACES) {
        return Score.MISS;
      }
    }
    int ties = 0;
    for (; place < order.length && counts[order[place]] == count; place++) {
      boolean ranks = order[place] != item && !except.contains(order[place]);
      if (ranks && rank(better, ++ties) > Score.PLACES) {
        return Score.MISS;
      }
    }
    return rank(better, ties);
  }

  /** What {@link #rank} says of each item now, however the counts change later. */
  FrozenList frozen(RoaringBitmap except) {
    FrozenList list = new FrozenList();
    int better = 0;
    int place = 0;
    while (place < order.length && counts[order[place]] > 0 && better < Score.PLACES) {
      int count = counts[order[place]];
      list.beginTies();
      for (; place < order.length && counts[order[place]] == count; place++) {
        if (except.contains(order[place])) {
          continue;
        }
        list.addTied(order[place]);
        if (rank(better, list.tied() - 1) > Score.PLACES) {
          return list.withoutTies();
        }
      }
      list.endTies(rank(better, list.tied() - 1));
      better += list.tied();
    }
    return list;
  }

  private static double rank(int better, int ties) {
    return 1 + better + ties / 2.0;
  }
}
