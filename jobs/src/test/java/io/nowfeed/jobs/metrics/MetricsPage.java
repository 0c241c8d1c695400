package io.nowfeed.jobs.metrics;

import io.nowfeed.sinks.metrics.DeclaredMetric;
import io.nowfeed.sinks.metrics.MetricDefinition;
import io.nowfeed.sinks.metrics.SinkMetric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/metrics.md}: how metrics are read, and a table of all. */
final class MetricsPage {
  private static final String INTRODUCTION =
      """
      # Metrics

      <!-- Generated from JobMetric, SinkMetric and MetricsPage; a test fails when it differs. Regenerate:
           mvn -pl jobs test -Dtest=MetricsPageTest -Dregenerate=true -->

      What the jobs measure beside what Flink and Kafka do. [Operations](operations.md#what-to-watch) says how to switch
      Prometheus and the dashboards on, and what to do when an alert fires.

      - Every subtask reports its own, in the group `nowfeed` of its operator, with Flink's labels (`job_name`,
        `operator_name`, `subtask_index` …) and those below. In Flink's web UI they are under the operator, as
        `nowfeed.reason.MATCHED.joined`.
      - A *counter* counts from the start of the task: use `sum(rate(…[5m]))` or `sum(increase(…[5m]))`, which know about
        starts. Flink's reporter calls it a gauge in its `# TYPE` line; it is a counter all the same.
      - A *histogram* is a Prometheus summary of the latest 1,000 values of a subtask, whenever they were: label `quantile`
        (0.5, 0.75, 0.95, 0.98, 0.99, 0.999), and the same name with `_count`. Quantiles cannot be added: take the `max` over
        subtasks. When nothing comes they stand still; look at the rate of the count beside them.
      - As it comes, Flink's reporter replaces everything in the values of labels but `a-zA-Z0-9:_` by `_`.

      """;

  private static final String HEADER =
      """
      | Metric | In Prometheus | Kind | Unit | Labels | Meaning | Alert when |
      |---|---|---|---|---|---|---|
      """;

  private MetricsPage() {}

  /** Every metric there is. */
  static List<DeclaredMetric> all() {
    return Stream.<DeclaredMetric>concat(
            Arrays.stream(JobMetric.values()), Arrays.stream(SinkMetric.values()))
        .toList();
  }

  /** The page, as Markdown. */
  static String markdown() {
    return INTRODUCTION
        + "## Of the jobs\n\n"
        + table(JobMetric.values())
        + "\n## Of the BigQuery sink\n\n"
        + "Rows and bytes are in Flink's own `numRecordsSend`, `numBytesSend` and `numRecordsSendErrors` ([sinks.md](sinks.md#metrics)).\n\n"
        + table(SinkMetric.values());
  }

  private static String table(DeclaredMetric... metrics) {
    return HEADER
        + Arrays.stream(metrics)
            .map(metric -> row(metric.definition()))
            .collect(Collectors.joining());
  }

  private static String row(MetricDefinition metric) {
    return "| `%s` | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            metric.name(),
            lines(metric.prometheusNames()),
            metric.kind().name().toLowerCase(Locale.ROOT),
            metric.unit(),
            lines(metric.labelSets().stream().map(labels -> String.join("`, `", labels)).toList()),
            metric.meaning(),
            metric.alertWhen());
  }

  private static String lines(List<String> codes) {
    return codes.isEmpty()
        ? "–"
        : codes.stream().map(code -> "`" + code + "`").collect(Collectors.joining("<br>"));
  }
}
