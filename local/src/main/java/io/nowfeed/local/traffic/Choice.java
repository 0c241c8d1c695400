package io.nowfeed.local.traffic;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Picks at random, evenly. */
final class Choice {
  private Choice() {}

  static <T> T of(List<T> all, RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Up to {@code count} different ones, in alphabetical order. */
  static List<String> some(int count, List<String> all, RandomGenerator random) {
    Set<String> chosen = new TreeSet<>();
    for (int draw = 0; draw < count; draw++) {
      chosen.add(of(all, random));
    }
    return List.copyOf(chosen);
  }
}
