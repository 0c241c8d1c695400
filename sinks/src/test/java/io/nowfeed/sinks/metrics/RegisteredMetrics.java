package io.nowfeed.sinks.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.apache.flink.runtime.metrics.groups.MetricsGroupTestUtils;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/** The metrics of one operator, by group and name. */
public final class RegisteredMetrics {
  private static final String OPERATOR = "operator.";

  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();

  /** The group of an operator that starts, and whose metrics take the place of those before. */
  public MetricGroup operator() {
    return new GenericMetricGroup(
        TestingMetricRegistry.builder().setRegisterConsumer(this::registered).build(),
        null,
        "operator");
  }

  private void registered(Metric metric, String name, AbstractMetricGroup<?> group) {
    metrics.put(group.getMetricIdentifier(name).substring(OPERATOR.length()), metric);
  }

  /** The same as the group of a sink's writer. */
  public SinkWriterMetricGroup writer() {
    return MetricsGroupTestUtils.mockWriterMetricGroup(operator());
  }

  public Metric get(String identifier) {
    return metrics.get(identifier);
  }

  public long count(String counter) {
    return ((Counter) metrics.get(counter)).getCount();
  }

  public Object value(String gauge) {
    return ((Gauge<?>) metrics.get(gauge)).getValue();
  }
}
