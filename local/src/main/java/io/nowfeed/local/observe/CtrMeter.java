package io.nowfeed.local.observe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures the click-through rate of each arm over a sliding minute. A click counts when it comes,
 * not when its impression came: seconds lie between. Thread-safe.
 */
final class CtrMeter {
  private static final int INTERVALS = 60;

  private final Deque<Map<String, Tally>> intervals = new ArrayDeque<>();
  private Map<String, Tally> current = new TreeMap<>();

  private static final class Tally {
    private long impressions;
    private long clicks;

    void add(Tally other) {
      impressions += other.impressions;
      clicks += other.clicks;
    }
  }

  synchronized void impression(String arm) {
    tally(current, arm).impressions++;
  }

  synchronized void click(String arm) {
    tally(current, arm).clicks++;
  }

  /** The arms of which something was shown, in alphabetical order; to be called once a second. */
  synchronized List<ArmRate> tick() {
    intervals.addLast(current);
    current = new TreeMap<>();
    if (intervals.size() > INTERVALS) {
      intervals.removeFirst();
    }
    Map<String, Tally> sum = new TreeMap<>();
    intervals.forEach(interval -> interval.forEach((arm, tally) -> tally(sum, arm).add(tally)));
    return sum.entrySet().stream()
        .map(
            entry ->
                new ArmRate(entry.getKey(), entry.getValue().impressions, entry.getValue().clicks))
        .filter(arm -> arm.impressions() > 0)
        .toList();
  }

  private static Tally tally(Map<String, Tally> tallies, String arm) {
    return tallies.computeIfAbsent(arm, any -> new Tally());
  }
}
