package io.nowfeed.local.screen;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grows, over the last few seconds. */
final class Rate {
  private static final int SAMPLES = 6;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long count, long millis) {}

  /**
   * Takes the count as it is now.
   *
   * @return its growth per second
   */
  double next(long count, long millis) {
    samples.addLast(new Sample(count, millis));
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    double seconds = (millis - first.millis) / 1e3;
    return seconds > 0 ? (count - first.count) / seconds : 0;
  }
}
