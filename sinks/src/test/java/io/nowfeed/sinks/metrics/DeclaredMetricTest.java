package io.nowfeed.sinks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.metrics.Histogram;
import org.junit.jupiter.api.Test;

class DeclaredMetricTest {
  private final RegisteredMetrics registered = new RegisteredMetrics();

  private record Declared(MetricDefinition definition) implements DeclaredMetric {}

  private static final DeclaredMetric HITS =
      new Declared(MetricDefinition.counter("hits", "hits").by("arm").by("arm", "rung"));
  private static final DeclaredMetric LAG = new Declared(MetricDefinition.gauge("lag", "ms"));

  @Test
  void labelsAreGroupsInTheirOrder() {
    HITS.counter(registered.operator(), Map.of("rung", "FRESH", "arm", "full")).inc(2);

    assertThat(registered.count("nowfeed.arm.full.rung.FRESH.hits")).isEqualTo(2);
  }

  @Test
  void namesInPrometheusHoldTheLabels() {
    assertThat(HITS.definition().prometheusNames())
        .containsExactly(
            "flink_taskmanager_job_task_operator_nowfeed_arm_hits",
            "flink_taskmanager_job_task_operator_nowfeed_arm_rung_hits");
    assertThat(LAG.definition().prometheusNames())
        .containsExactly("flink_taskmanager_job_task_operator_nowfeed_lag");
  }

  @Test
  void labelsThatAreNotDeclaredAreRefused() {
    assertThatThrownBy(() -> HITS.counter(registered.operator(), Map.of("rung", "FRESH")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "metric hits is declared as a COUNTER by [[arm], [arm, rung]], not as a COUNTER by"
                + " [rung]");
    assertThatThrownBy(() -> HITS.counter(registered.operator()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LAG.gauge(registered.operator(), Map.of("arm", "full"), () -> 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherKindIsRefused() {
    assertThatThrownBy(() -> LAG.counter(registered.operator()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("declared as a GAUGE");
    assertThat(registered.get("nowfeed.lag")).isNull();
  }

  @Test
  void histogramsKeepTheLatestValuesAndCountAll() {
    DeclaredMetric millis = new Declared(MetricDefinition.histogram("millis", "ms"));
    Histogram histogram = millis.histogram(registered.operator());
    for (int i = 1; i <= 3 * MetricDefinition.HISTOGRAM_SIZE; i++) {
      histogram.update(i);
    }

    assertThat(histogram.getCount()).isEqualTo(3_000);
    assertThat(histogram.getStatistics().getMin()).isEqualTo(2_001);
    assertThat(histogram.getStatistics().getQuantile(.5)).isBetween(2_500.0, 2_501.0);
  }
}
