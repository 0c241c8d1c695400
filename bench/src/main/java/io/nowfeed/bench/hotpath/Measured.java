package io.nowfeed.bench.hotpath;

import java.util.List;

/**
 * What a contender used for so many events.
 *
 * @param events read
 * @param nanos wall time
 * @param cpuNanos of all threads of the process, compiler and garbage collector too
 * @param allocatedBytes on the heap
 * @param peakBytes the most that was resident since the process began
 */
record Measured(long events, long nanos, long cpuNanos, long allocatedBytes, long peakBytes) {
  static Measured parse(String line) {
    List<Long> numbers = List.of(line.split(" ")).stream().map(Long::valueOf).toList();
    return new Measured(
        numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
  }

  String line() {
    return "%d %d %d %d %d".formatted(events, nanos, cpuNanos, allocatedBytes, peakBytes);
  }

  double eventsPerSecond() {
    return events * 1e9 / nanos;
  }

  /** CPU-seconds for a million events, which is microseconds for one. */
  double cpuSecondsPerMillion() {
    return cpuNanos * 1e-3 / events;
  }

  double allocatedPerEvent() {
    return (double) allocatedBytes / events;
  }
}
