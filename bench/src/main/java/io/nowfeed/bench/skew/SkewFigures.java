package io.nowfeed.bench.skew;

import io.nowfeed.bench.load.Load;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of runs in turn.
 *
 * @param uniform runs in which every item is as likely
 * @param hot runs in which one item takes 90 %
 */
public record SkewFigures(Mechanism mechanism, List<Load> uniform, List<Load> hot) {
  /** Throughput with hot traffic as a part of that with uniform traffic: on this machine. */
  public double throughput() {
    return median(hot, Load::throughput) / median(uniform, Load::throughput);
  }

  /** The same where each subtask has a core of its own: of what the busiest one can do. */
  public double bound() {
    return median(hot, Load::bound) / median(uniform, Load::bound);
  }

  /** How many times the mean of its vertex the busiest subtask works, with hot traffic. */
  public double spread() {
    return median(hot, Load::spread);
  }

  /** The middle of a figure of runs; of an even number the lower middle. */
  static double median(List<Load> runs, ToDoubleFunction<Load> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }
}
