package io.nowfeed.jobs.enrichment;

import io.nowfeed.events.MatchReason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What an operator of the job looks at; docs/join.md says how. */
final class JoinMetrics {
  private final Map<MatchReason, Counter> joined = new EnumMap<>(MatchReason.class);
  private final Counter duplicates;
  private final Counter waited;
  private final Counter held;

  JoinMetrics(MetricGroup operator, TableLoad load) {
    MetricGroup group = operator.addGroup("nowfeed");
    for (MatchReason reason : MatchReason.values()) {
      joined.put(reason, group.addGroup("reason", reason.name()).counter("joined"));
    }
    duplicates = group.counter("duplicates");
    waited = group.counter("waited");
    held = group.counter("heldWhileLoading");
    group.gauge("tableLoaded", (Gauge<Integer>) () -> load.isComplete() ? 1 : 0);
    group.gauge("tableLoadMillis", (Gauge<Long>) load::millis);
  }

  void joined(MatchReason reason) {
    joined.get(reason).inc();
  }

  void duplicate() {
    duplicates.inc();
  }

  /** An event waits for its user. */
  void waits() {
    waited.inc();
  }

  /** An event waits for the table. */
  void held() {
    held.inc();
  }

  /** Events that waited for the table since the start. */
  long heldCount() {
    return held.getCount();
  }
}
