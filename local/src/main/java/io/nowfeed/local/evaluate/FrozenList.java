package io.nowfeed.local.evaluate;

import java.util.Arrays;

/** The items among the first places at some moment, with their ranks; few, so a walk finds one. */
final class FrozenList {
  private int[] items = new int[Score.PLACES];
  private double[] ranks = new double[Score.PLACES];
  private int size;
  private int tiesFrom;

  void beginTies() {
    tiesFrom = size;
  }

  void addTied(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
      ranks = Arrays.copyOf(ranks, 2 * size);
    }
    items[size++] = item;
  }

  /** How many share the place that was begun last. */
  int tied() {
    return size - tiesFrom;
  }

  void endTies(double rank) {
    Arrays.fill(ranks, tiesFrom, size, rank);
  }

  /** Without those that share too low a place. */
  FrozenList withoutTies() {
    size = tiesFrom;
    return this;
  }

  /** The rank of an item, or {@link Score#MISS}. */
  double rank(int item) {
    for (int i = 0; i < size; i++) {
      if (items[i] == item) {
        return ranks[i];
      }
    }
    return Score.MISS;
  }
}
