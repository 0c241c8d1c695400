package io.nowfeed.sinks.bigquery;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.clock.Clock;

/**
 * {@code flushLag}: how long the rows of the latest commit waited to become visible, from the
 * moment their writer handed them over at a checkpoint, in milliseconds. Writer and committer may
 * run on different machines, whose clocks must agree.
 */
final class CommitMetrics {
  private final Clock clock;
  private volatile long lagMillis;

  CommitMetrics(MetricGroup group, Clock clock) {
    this.clock = clock;
    group.<Long, Gauge<Long>>gauge("flushLag", () -> lagMillis);
  }

  /** Rows are visible now. */
  void visible(BigQueryCommittable committable) {
    if (committable.handedOverAt() > 0) {
      lagMillis = Math.max(0, clock.absoluteTimeMillis() - committable.handedOverAt());
    }
  }
}
