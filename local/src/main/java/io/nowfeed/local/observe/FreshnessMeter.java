package io.nowfeed.local.observe;

import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Measures freshness over a sliding ten seconds. */
final class FreshnessMeter {
  private static final int DIGITS = 2;
  private static final int INTERVALS = 10;

  private final Recorder recorder = new Recorder(DIGITS);
  private final Deque<Histogram> intervals = new ArrayDeque<>();

  void record(long millis) {
    // A device's clock may be ahead; nothing is younger than new.
    recorder.recordValue(Math.max(0, millis));
  }

  /** To be called once a second. */
  synchronized Freshness tick() {
    intervals.addLast(recorder.getIntervalHistogram());
    if (intervals.size() > INTERVALS) {
      intervals.removeFirst();
    }
    Histogram sum = new Histogram(DIGITS);
    intervals.forEach(sum::add);
    return new Freshness(
        sum.getTotalCount(), sum.getValueAtPercentile(50), sum.getValueAtPercentile(99));
  }
}
