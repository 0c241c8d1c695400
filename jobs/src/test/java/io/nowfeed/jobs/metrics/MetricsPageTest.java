package io.nowfeed.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.sinks.metrics.DeclaredMetric;
import io.nowfeed.sinks.metrics.MetricDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  /** Tests run in the module's folder. */
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");

  @Test
  void pageSaysWhatTheMetricsAre() throws IOException {
    String page = MetricsPage.markdown();
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(PAGE, page, StandardCharsets.UTF_8);
    }
    assertThat(PAGE)
        .as(
            "docs/metrics.md; regenerate it by"
                + " mvn -pl jobs test -Dtest=MetricsPageTest -Dregenerate=true")
        .content(StandardCharsets.UTF_8)
        .isEqualTo(page);
  }

  @Test
  void everyMetricSaysWhatItIs() {
    for (DeclaredMetric metric : MetricsPage.all()) {
      MetricDefinition definition = metric.definition();
      assertThat(definition.unit()).as("%s", metric).isNotBlank();
      assertThat(definition.meaning()).as("%s", metric).isNotBlank().doesNotContain("|");
      assertThat(definition.alertWhen()).as("%s", metric).isNotBlank().doesNotContain("|");
      assertThat(definition.name().endsWith("Millis"))
          .as("%s has its unit in its name", metric)
          .isEqualTo(definition.unit().equals("ms"));
    }
  }

  @Test
  void noTwoMetricsHaveOneName() {
    assertThat(MetricsPage.all().stream().map(metric -> metric.definition().name()))
        .doesNotHaveDuplicates();
  }
}
