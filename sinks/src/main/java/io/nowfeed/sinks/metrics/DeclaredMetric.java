package io.nowfeed.sinks.metrics;

import io.nowfeed.sinks.metrics.MetricDefinition.Kind;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** A constant of an enum of metrics: the only way to register one. */
public interface DeclaredMetric {
  /** What there is to say of it. */
  MetricDefinition definition();

  /**
   * Registers a counter.
   *
   * @param operator the group that Flink gives the operator
   */
  default Counter counter(MetricGroup operator) {
    return counter(operator, Map.of());
  }

  /**
   * Registers a counter.
   *
   * @param operator the group that Flink gives the operator
   * @param labels values by label
   * @throws IllegalArgumentException if it is declared otherwise
   */
  default Counter counter(MetricGroup operator, Map<String, String> labels) {
    return group(Kind.COUNTER, operator, labels).counter(definition().name());
  }

  /**
   * Registers a gauge.
   *
   * @param operator the group that Flink gives the operator
   * @param value read by any thread
   */
  default <T extends Number> void gauge(MetricGroup operator, Gauge<T> value) {
    gauge(operator, Map.of(), value);
  }

  /**
   * Registers a gauge.
   *
   * @param operator the group that Flink gives the operator
   * @param labels values by label
   * @param value read by any thread
   * @throws IllegalArgumentException if it is declared otherwise
   */
  default <T extends Number> void gauge(
      MetricGroup operator, Map<String, String> labels, Gauge<T> value) {
    group(Kind.GAUGE, operator, labels).gauge(definition().name(), value);
  }

  /**
   * Registers a histogram, which any thread may update.
   *
   * @param operator the group that Flink gives the operator
   */
  default Histogram histogram(MetricGroup operator) {
    return histogram(operator, Map.of());
  }

  /**
   * Registers a histogram, which any thread may update.
   *
   * @param operator the group that Flink gives the operator
   * @param labels values by label
   * @throws IllegalArgumentException if it is declared otherwise
   */
  default Histogram histogram(MetricGroup operator, Map<String, String> labels) {
    return group(Kind.HISTOGRAM, operator, labels)
        .histogram(
            definition().name(),
            new DescriptiveStatisticsHistogram(MetricDefinition.HISTOGRAM_SIZE));
  }

  private MetricGroup group(Kind kind, MetricGroup operator, Map<String, String> labels) {
    MetricGroup group = operator.addGroup(MetricDefinition.GROUP);
    for (String label : definition().requireDeclared(kind, labels.keySet())) {
      group = group.addGroup(label, labels.get(label));
    }
    return group;
  }
}
