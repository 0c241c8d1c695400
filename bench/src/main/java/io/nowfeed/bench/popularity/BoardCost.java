package io.nowfeed.bench.popularity;

import io.nowfeed.jobs.config.WindowSize;
import io.nowfeed.jobs.popularity.OneSegment;
import io.nowfeed.jobs.popularity.PopularityOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.runtime.state.StateBackend;

/**
 * What does a segment's leaderboard cost each slide, and a (segment, item) pair in state?
 *
 * @param window its size and slide
 * @param items that are active in each pane
 * @param millis a slide, when the windows are full: median
 * @param bytesInOnePane of a snapshot, a pair, when it is active in a single pane
 * @param bytesInEveryPane of a snapshot, a pair, when it is active in every pane that is kept
 */
record BoardCost(
    WindowSize window, int items, double millis, double bytesInOnePane, double bytesInEveryPane) {
  /** A window of every length ends there. */
  private static final long BEGIN = 1_772_366_400_000L;

  private static final int MEASURED = 20;

  static BoardCost measure(
      WindowSize window, int items, PopularityOptions options, StateBackend backend)
      throws Exception {
    byte[] tally = OneSegment.tally(items, "c-%06d"::formatted);
    List<Double> millis = new ArrayList<>();
    long slide = window.slide().toMillis();
    // A board also looks at the window before, and late events may correct it for a while.
    int kept =
        (int) ((2 * window.size().toMillis() + options.allowedLateness().toMillis()) / slide) + 1;
    long first;
    long full;
    try (OneSegment segment = new OneSegment(window, options, backend)) {
      segment.add(BEGIN, tally);
      segment.watermark(BEGIN + slide - 1);
      first = segment.snapshotBytes();
      for (int pane = 1; pane < kept + MEASURED; pane++) {
        segment.add(BEGIN + pane * slide, tally);
        long begin = System.nanoTime();
        segment.watermark(BEGIN + (pane + 1) * slide - 1);
        if (pane >= kept) {
          millis.add((System.nanoTime() - begin) / 1e6);
        }
      }
      full = segment.snapshotBytes();
    }
    Collections.sort(millis);
    return new BoardCost(
        window,
        items,
        millis.get(millis.size() / 2),
        (double) first / items,
        (double) full / items);
  }
}
