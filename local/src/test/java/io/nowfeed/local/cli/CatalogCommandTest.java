package io.nowfeed.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What catalog and lineage say without anything that runs. */
class CatalogCommandTest {
  @Test
  void personalFieldsAreFoundWithWhereTheyAre() {
    CommandLineRun run = CommandLineRun.of("catalog", "search", "pii");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().findFirst().orElseThrow())
        .matches("field +\\| where +\\| tag +\\| description");
    assertThat(run.out())
        .containsPattern("user_id +\\| topic beacons +\\| pii:identifier +\\| the user; absent")
        .containsPattern(
            "birth_year +\\| bigquery table active_users +\\| pii:demographic +\\| Year")
        .containsPattern("email +\\| postgres table users +\\| pii:contact +\\| Address");
  }

  @Test
  void nothingFoundIsSaidAndEndsWithOne() {
    CommandLineRun run = CommandLineRun.of("catalog", "search", "nonsense");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("nothing in the catalog has 'nonsense'")
        .contains("./nowfeed catalog list");
    assertThat(CommandLineRun.of("catalog", "show", "nonsense").exitCode()).isEqualTo(1);
  }

  @Test
  void whatThereIsIsListedAndShown() {
    assertThat(CommandLineRun.of("catalog", "list").out())
        .containsPattern("topic recommendations +\\| nowfeed +\\| recommendations, analytics");
    assertThat(CommandLineRun.of("catalog", "show", "relevance", "--format", "csv").out())
        .contains("session_rank,topic relevance,,")
        .contains("user_id,bigquery table relevance,pii:identifier,");
  }

  @Test
  void lineageOfNobodyIsWrongUse() {
    CommandLineRun run = CommandLineRun.of("lineage", "--flink", "http://127.0.0.1:1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("nobody answers at --flink http://127.0.0.1:1");
    assertThat(CommandLineRun.of("lineage", "--flink", "nonsense").err())
        .contains("--flink nonsense must be a URL");
    assertThat(CommandLineRun.of("lineage", "--data-dir", "/no/where").exitCode()).isEqualTo(2);
  }
}
