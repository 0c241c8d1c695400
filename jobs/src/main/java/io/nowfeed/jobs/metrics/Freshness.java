package io.nowfeed.jobs.metrics;

import java.util.Map;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** How old events are when a stage is done with them. */
public final class Freshness {
  private final Histogram sinceEvent;
  private final Histogram sinceIngestion;

  /** What is done with an event. */
  public enum Stage {
    /** It was joined with its user. */
    ENRICHED,
    /** The list that it made is sent. */
    RECOMMENDED
  }

  /** Of one operator. */
  public Freshness(Stage stage, MetricGroup operator) {
    Map<String, String> labels = Map.of("stage", stage.name());
    sinceEvent = JobMetric.FRESHNESS.histogram(operator, labels);
    sinceIngestion = JobMetric.FRESHNESS_SINCE_INGESTION.histogram(operator, labels);
  }

  /**
   * The stage is done with an event. All times are epoch milliseconds, of up to three clocks; what
   * is younger than now counts as 0.
   */
  public void done(long eventTime, long ingestedAt, long now) {
    sinceEvent.update(Math.max(0, now - eventTime));
    sinceIngestion.update(Math.max(0, now - ingestedAt));
  }
}
