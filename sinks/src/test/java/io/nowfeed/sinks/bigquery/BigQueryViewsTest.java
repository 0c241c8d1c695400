package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.ViewDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class BigQueryViewsTest {
  static final List<String> VIEWS = BigQueryViews.NAMES;

  @ParameterizedTest
  @FieldSource("VIEWS")
  void everyViewSaysWhatItAnswersAndReadsItsDataset(String view) {
    TableInfo info = info(view);
    String query = info.<ViewDefinition>getDefinition().getQuery();

    assertThat(info.getDescription()).contains("? ").endsWith(".").doesNotContain("--");
    assertThat(info.getLabels())
        .containsOnlyKeys("system", "owner", "pii")
        .containsEntry("pii", "no")
        .containsEntry("owner", "nowfeed");
    assertThat(query).startsWith("-- ").contains("`p.d.").doesNotContain("$");
  }

  @Test
  void everyFileIsAView() throws Exception {
    Path folder = Path.of(BigQueryViews.class.getResource("views").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(VIEWS.stream().map(view -> view + ".sql").toList());
    }
  }

  @Test
  void unknownViewIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> info("users"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "No BigQuery view is called users: there are [active_users_by_minute");
  }

  private static TableInfo info(String view) {
    return BigQueryViews.definition(BigQueryConnection.google("p", "d"), view);
  }
}
