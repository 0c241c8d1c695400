package io.nowfeed.jobs.enrichment;

import io.nowfeed.events.MatchReason;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.metrics.Freshness;
import io.nowfeed.jobs.metrics.JobMetric;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What an operator of the job looks at; docs/join.md says how. */
final class JoinMetrics {
  private final Map<MatchReason, Counter> joined = new EnumMap<>(MatchReason.class);
  private final Counter duplicates;
  private final Counter waited;
  private final Counter held;
  private final Counter erasures;
  private final Freshness freshness;

  JoinMetrics(MetricGroup operator, TableLoad load, Waiting waiting) {
    for (MatchReason reason : MatchReason.values()) {
      joined.put(reason, JobMetric.JOINED.counter(operator, Map.of("reason", reason.name())));
    }
    duplicates = JobMetric.DUPLICATES.counter(operator);
    waited = JobMetric.WAITED.counter(operator);
    held = JobMetric.HELD_WHILE_LOADING.counter(operator);
    erasures = JobMetric.ERASURES.counter(operator);
    JobMetric.WAITING.gauge(operator, waiting::count);
    JobMetric.TABLE_LOADED.gauge(operator, () -> load.isComplete() ? 1 : 0);
    JobMetric.TABLE_LOAD_MILLIS.gauge(operator, load::millis);
    freshness = new Freshness(Freshness.Stage.ENRICHED, operator);
  }

  void joined(UserEvent event, MatchReason reason, long now) {
    joined.get(reason).inc();
    freshness.done(event.ts(), event.ingestedAt(), now);
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

  /** A user is deleted. */
  void erased() {
    erasures.inc();
  }

  /** Events that waited for the table since the start. */
  long heldCount() {
    return held.getCount();
  }
}
