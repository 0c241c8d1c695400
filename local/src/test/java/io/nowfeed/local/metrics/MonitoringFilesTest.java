package io.nowfeed.local.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nowfeed.jobs.metrics.JobMetric;
import io.nowfeed.local.metrics.MonitoringFiles.Alert;
import io.nowfeed.local.metrics.MonitoringFiles.Expression;
import io.nowfeed.local.metrics.Scrape.Sample;
import io.nowfeed.sinks.metrics.DeclaredMetric;
import io.nowfeed.sinks.metrics.MetricDefinition;
import io.nowfeed.sinks.metrics.MetricDefinition.Kind;
import io.nowfeed.sinks.metrics.SinkMetric;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What needs no running job to be wrong; {@link MetricsITCase} asks one. */
class MonitoringFilesTest {
  private static final String OURS = "_" + MetricDefinition.GROUP + "_";

  @Test
  void expressionsNameMetricsThatAreDeclared() throws Exception {
    Set<String> declared = new HashSet<>();
    metrics()
        .map(DeclaredMetric::definition)
        .forEach(
            metric -> {
              declared.addAll(metric.prometheusNames());
              if (metric.kind() == Kind.HISTOGRAM) {
                metric.prometheusNames().forEach(name -> declared.add(name + "_count"));
              }
            });
    for (Expression expression : MonitoringFiles.expressions()) {
      assertThat(Selector.of(expression.text())).as(expression.place()).isNotEmpty();
      assertThat(Selector.of(expression.text()))
          .as(expression.place())
          .extracting(Selector::name)
          .filteredOn(name -> name.contains(OURS))
          .isSubsetOf(declared);
    }
  }

  @Test
  void dashboardsShowEveryMetric() throws Exception {
    List<String> shown =
        MonitoringFiles.expressions().stream()
            .flatMap(expression -> Selector.of(expression.text()).stream())
            .map(Selector::name)
            .toList();
    assertThat(metrics())
        .allSatisfy(
            metric -> assertThat(shown).as("%s", metric).containsAnyElementsOf(namesOf(metric)));
  }

  @Test
  void everyAlertHasASectionThatSaysWhatToDo() throws Exception {
    Set<String> anchors = MonitoringFiles.anchors(MonitoringFiles.page("operations.md"));
    List<Alert> alerts = MonitoringFiles.alerts();
    assertThat(alerts).hasSizeGreaterThan(10).extracting(Alert::name).doesNotHaveDuplicates();
    for (Alert alert : alerts) {
      assertThat(alert.runbook()).as(alert.name()).startsWith("docs/operations.md#");
      assertThat(anchors)
          .as(alert.name())
          .contains(alert.runbook().substring("docs/operations.md#".length()));
      assertThat(MonitoringFiles.page("operations.md")).contains("`" + alert.name() + "`");
    }
  }

  @Test
  void dashboardsAskTheDatasourceThatIsProvisioned() throws Exception {
    assertThat(MonitoringFiles.dashboards()).hasSize(2);
    for (JsonNode dashboard : MonitoringFiles.dashboards()) {
      assertThat(dashboard.findValues("datasource"))
          .isNotEmpty()
          .allMatch(source -> source.get("uid").asText().equals("prometheus"));
    }
  }

  @Test
  void selectorsAreReadFromExpressions() {
    List<Selector> selectors =
        Selector.of(
            "sum by (job, op) (rate(a_b{x=\"1\", y=~\"u|v.*\"}[5m])) / max(c) > 0.5 and absent(d)");

    assertThat(selectors).extracting(Selector::name).containsExactly("a_b", "c", "d");
    Selector first = selectors.get(0);
    assertThat(first.takes(Map.of("x", "1", "y", "vw", "job", "j", "op", "o"))).isTrue();
    assertThat(first.takes(Map.of("x", "2", "y", "vw", "job", "j", "op", "o"))).isFalse();
    assertThat(first.takes(Map.of("x", "1", "y", "w", "job", "j", "op", "o"))).isFalse();
    assertThat(first.takes(Map.of("x", "1", "y", "u"))).as("cannot be grouped").isFalse();
  }

  @Test
  void samplesAreReadFromText() {
    Scrape scrape =
        Scrape.parse(
            """
            # HELP a text
            # TYPE a gauge
            a{x="1",y="say \\"b\\"",} 2.0
            b 1.5E9
            """);

    assertThat(scrape.samples())
        .containsExactly(
            new Sample("a", Map.of("x", "1", "y", "say \\\"b\\\""), 2),
            new Sample("b", Map.of(), 1.5e9));
  }

  private static List<String> namesOf(DeclaredMetric metric) {
    return metric.definition().prometheusNames();
  }

  private static Stream<DeclaredMetric> metrics() {
    return Stream.concat(Arrays.stream(JobMetric.values()), Arrays.stream(SinkMetric.values()));
  }
}
