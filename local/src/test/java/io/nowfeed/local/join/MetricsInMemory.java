package io.nowfeed.local.join;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Keeps the metrics of this process' clusters, for tests to look at. */
public final class MetricsInMemory implements MetricReporter, MetricReporterFactory {
  private static final Map<Metric, String> METRICS = new ConcurrentHashMap<>();

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return this;
  }

  @Override
  public void open(MetricConfig config) {
    METRICS.clear();
  }

  @Override
  public void close() {
    METRICS.clear();
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    METRICS.put(metric, group.getMetricIdentifier(name));
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    METRICS.remove(metric);
  }

  /** The sum over subtasks of the counters and gauges whose identifier ends so. */
  static long sum(String end) {
    return values(end).sum();
  }

  /** The largest of the counters and gauges whose identifier ends so. */
  static long max(String end) {
    return values(end).max().orElse(0);
  }

  private static java.util.stream.LongStream values(String end) {
    return METRICS.entrySet().stream()
        .filter(metric -> metric.getValue().endsWith(end))
        .mapToLong(metric -> value(metric.getKey()));
  }

  private static long value(Metric metric) {
    return metric instanceof Counter counter
        ? counter.getCount()
        : ((Number) ((Gauge<?>) metric).getValue()).longValue();
  }
}
