package io.nowfeed.bench.ladder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run showed.
 *
 * @param events measured, each of an active user
 * @param took by arm, what lists took, ascending, nanoseconds
 */
record LadderFigures(long events, Map<String, long[]> took) {
  private static final double NANOS_OF_MILLI = 1e6;

  static LadderFigures of(Stopwatch stopwatch, long events, List<String> arms) {
    Map<String, long[]> took = new LinkedHashMap<>();
    arms.forEach(arm -> took.put(arm, stopwatch.took(arm)));
    return new LadderFigures(events, took);
  }

  /** Lists that were sent. */
  long lists() {
    return took.values().stream().mapToLong(lists -> lists.length).sum();
  }

  /** The share of events whose list was like the one in force, and was not sent. */
  double saved() {
    return 1 - (double) lists() / events;
  }

  /** A table of the arms. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("| arm | lists | mean, ms | p50, ms | p99, ms |");
    lines.add("|---|---|---|---|---|");
    took.forEach(
        (arm, lists) ->
            lines.add(
                "| %s | %,d | %.2f | %.2f | %.2f |"
                    .formatted(
                        arm, lists.length, mean(lists), millis(lists, 0.5), millis(lists, 0.99))));
    return lines;
  }

  /** What a share of an arm's lists took at most, milliseconds. */
  static double millis(long[] lists, double share) {
    return lists.length == 0
        ? Double.NaN
        : lists[(int) Math.min(lists.length - 1, (long) (share * lists.length))] / NANOS_OF_MILLI;
  }

  private static double mean(long[] lists) {
    double sum = 0;
    for (long list : lists) {
      sum += list;
    }
    return sum / lists.length / NANOS_OF_MILLI;
  }
}
