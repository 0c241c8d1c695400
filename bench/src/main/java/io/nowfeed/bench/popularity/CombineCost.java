package io.nowfeed.bench.popularity;

import io.nowfeed.bench.traffic.Interactions;
import io.nowfeed.bench.traffic.Traffic;
import io.nowfeed.jobs.popularity.CombinerAlone;
import io.nowfeed.jobs.popularity.PopularityOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What does the combiner cost an event, and how much does it hand on?
 *
 * @param traffic how events spread over the items
 * @param items how many there are
 * @param feedNanos making up an event, without the combiner, nanoseconds
 * @param nanos an event, with the combiner, nanoseconds
 * @param bytesOut an event
 */
record CombineCost(Traffic traffic, int items, double feedNanos, double nanos, double bytesOut) {
  /** What one of eight subtasks gets of 50,000 events a second. */
  private static final int PER_SECOND = 6_250;

  private static final int BATCH = PER_SECOND * 5;
  private static final int BATCHES = 40;

  /** Medians over panes, after as many to warm up. */
  static CombineCost measure(Traffic traffic, int items, PopularityOptions options)
      throws Exception {
    Interactions feed = new Interactions(traffic, items, PER_SECOND, 5 * 3 * BATCHES);
    List<Double> alone = new ArrayList<>();
    List<Double> combined = new ArrayList<>();
    long blackHole = 0;
    try (CombinerAlone combiner = new CombinerAlone(options)) {
      for (int batch = 0; batch < 2 * BATCHES; batch++) {
        long from = (long) batch * BATCH;
        long begin = System.nanoTime();
        for (long number = from; number < from + BATCH; number++) {
          blackHole += feed.element(number).contentId().length();
        }
        long between = System.nanoTime();
        combiner.take(feed, from, from + BATCH);
        long end = System.nanoTime();
        if (batch >= BATCHES) {
          alone.add((double) (between - begin) / BATCH);
          combined.add((double) (end - between) / BATCH);
        }
      }
      double bytes = (double) combiner.bytesOut() / (2L * BATCHES * BATCH);
      return new CombineCost(
          traffic, items, median(alone) + (blackHole == 0 ? 1 : 0), median(combined), bytes);
    }
  }

  private static double median(List<Double> figures) {
    Collections.sort(figures);
    return figures.get(figures.size() / 2);
  }
}
