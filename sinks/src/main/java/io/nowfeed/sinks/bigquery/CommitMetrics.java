package io.nowfeed.sinks.bigquery;

import io.nowfeed.sinks.metrics.SinkMetric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.clock.Clock;

/**
 * How long rows wait to become visible. While a flush is under way the wait grows, so that an
 * outage shows before it ends.
 */
final class CommitMetrics {
  private static final long NONE = 0;

  private final Clock clock;
  private volatile long waitingSince = NONE;
  private volatile long lagMillis;

  CommitMetrics(MetricGroup group, Clock clock) {
    this.clock = clock;
    SinkMetric.FLUSH_LAG.gauge(group, this::lag);
  }

  /** Rows are about to become visible. */
  void flushes(BigQueryCommittable committable) {
    waitingSince = committable.handedOverAt();
  }

  /** The rows that were about to are visible now. */
  void visible() {
    lagMillis = lag();
    waitingSince = NONE;
  }

  private long lag() {
    long since = waitingSince;
    return since == NONE ? lagMillis : Math.max(0, clock.absoluteTimeMillis() - since);
  }
}
