package io.nowfeed.bench.ladder;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** How long each event of a run took to a list, by the clock of this process. */
final class Stopwatch implements AutoCloseable {
  /** Operators come to their task as bytes, so they find it by name. */
  private static final Map<String, Stopwatch> RUNNING = new ConcurrentHashMap<>();

  private final String name;
  private final long first;
  private final AtomicLongArray started;
  private final AtomicLongArray took;
  private final AtomicReferenceArray<String> arms;

  private Stopwatch(String name, long first, int events) {
    this.name = name;
    this.first = first;
    this.started = new AtomicLongArray(events);
    this.took = new AtomicLongArray(events);
    this.arms = new AtomicReferenceArray<>(events);
  }

  /**
   * Prepares one.
   *
   * @param first the number of the first event that is measured
   * @param events how many are
   */
  static Stopwatch prepare(String name, long first, int events) {
    Stopwatch stopwatch = new Stopwatch(name, first, events);
    RUNNING.put(name, stopwatch);
    return stopwatch;
  }

  static Stopwatch of(String name) {
    return RUNNING.get(name);
  }

  /** The event leaves its source. */
  void start(long number) {
    if (number >= first) {
      started.set((int) (number - first), System.nanoTime());
    }
  }

  /** A list of the event comes to the sink. */
  void stop(long number, String arm) {
    if (number >= first) {
      int place = (int) (number - first);
      took.set(place, System.nanoTime() - started.get(place));
      arms.set(place, arm);
    }
  }

  /** What lists of an arm took, ascending, nanoseconds. */
  long[] took(String arm) {
    long[] found = new long[took.length()];
    int size = 0;
    for (int i = 0; i < took.length(); i++) {
      if (arm.equals(arms.get(i))) {
        found[size++] = took.get(i);
      }
    }
    long[] sorted = Arrays.copyOf(found, size);
    Arrays.sort(sorted);
    return sorted;
  }

  @Override
  public void close() {
    RUNNING.remove(name);
  }
}
