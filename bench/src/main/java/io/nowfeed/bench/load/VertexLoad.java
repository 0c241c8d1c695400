package io.nowfeed.bench.load;

import java.util.List;
import java.util.stream.LongStream;

/**
 * What the subtasks of a vertex did in a run.
 *
 * @param vertex its operators, as Flink names them
 * @param cpuNanos CPU time of each subtask's thread, nanoseconds
 * @param recordsIn records each read
 * @param bytesIn bytes each read from other tasks
 * @param busyMillis what Flink takes for busy, see {@link TaskCpu}
 */
public record VertexLoad(
    String vertex,
    List<Long> cpuNanos,
    List<Long> recordsIn,
    List<Long> bytesIn,
    List<Long> busyMillis) {

  /** CPU time of all subtasks, nanoseconds. */
  public long cpu() {
    return sum(cpuNanos);
  }

  /** CPU time of the busiest subtask, nanoseconds. */
  public long maxCpu() {
    return cpuNanos.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** How much busier the busiest subtask is than their mean; 1 when all are alike. */
  public double cpuSpread() {
    return spread(cpuNanos);
  }

  /** The same by what Flink takes for busy. */
  public double busySpread() {
    return spread(busyMillis);
  }

  /** The same by bytes read. */
  public double bytesSpread() {
    return spread(bytesIn);
  }

  private static double spread(List<Long> subtasks) {
    long sum = sum(subtasks);
    long max = subtasks.stream().mapToLong(Long::longValue).max().orElse(0);
    return sum == 0 ? 1 : (double) max * subtasks.size() / sum;
  }

  private static long sum(List<Long> subtasks) {
    return subtasks.stream().flatMapToLong(LongStream::of).sum();
  }
}
