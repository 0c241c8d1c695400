package io.nowfeed.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.local.platform.Endpoints;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tables create and tables diff say and do, and how they end. */
class TablesCommandITCase {
  private static final String AS_DEFINED = "5 tables and 8 views are as defined\n";

  @TempDir private Path folder;
  private LocalBigQuery server;
  private String url;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(folder.resolve("bigquery"), 0, 0);
    url = server.restEndpoint().replace("http://", "");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsMissingIsCreatedAndThenNothingDiffers() {
    CommandLineRun before = tables("diff");
    assertThat(before.exitCode()).isEqualTo(1);
    assertThat(before.out().lines())
        .hasSize(14)
        .contains(
            "dataset local.nowfeed is missing",
            "table relevance is missing",
            "view top_content is missing");

    CommandLineRun created = tables("create", "--location", "EU");
    assertThat(created.err()).isEmpty();
    assertThat(created.exitCode()).isZero();
    assertThat(created.out().lines())
        .hasSize(14)
        .contains("created table relevance", "created view top_content")
        .endsWith(AS_DEFINED.strip());

    assertThat(tables("diff")).isEqualTo(new CommandLineRun(0, AS_DEFINED, ""));
    assertThat(tables("create")).isEqualTo(new CommandLineRun(0, AS_DEFINED, ""));
  }

  @Test
  void whatIsLeftIsSaidAndEndsWithOne() throws Exception {
    tables("create", "--project", "p", "--dataset", "d");
    BigQuery client = BigQueryConnection.local("p", "d", null, server.restEndpoint()).restClient();
    client.delete(TableId.of("p", "d", "popularity"));
    client.create(
        TableInfo.of(
            TableId.of("p", "d", "popularity"),
            StandardTableDefinition.of(Schema.of(Field.of("segment", StandardSQLTypeName.INT64)))));

    CommandLineRun left = tables("create", "--project", "p", "--dataset", "d");

    assertThat(left.exitCode()).isEqualTo(1);
    assertThat(left.out().lines())
        .contains(
            "put right: label pii of popularity is missing, not no",
            "column popularity.segment is INT64, not STRING",
            "table popularity is partitioned by nothing, not by DAY of window_start");
    assertThat(tables("diff", "--project", "p", "--dataset", "d").out().lines())
        .isNotEmpty()
        .isSubsetOf(left.out().lines().toList());
  }

  @Test
  void aRunningPlatformIsFoundByItsDirectory() throws Exception {
    new Endpoints(
            "",
            new Endpoints.Postgres("", ""),
            "",
            "",
            new Endpoints.BigQuery(server.grpcEndpoint(), server.restEndpoint()),
            "local",
            "nowfeed")
        .write(folder);

    CommandLineRun created = CommandLineRun.of("tables", "create", "--data-dir", folder.toString());
    assertThat(created.exitCode()).isZero();
    assertThat(tables("diff").out()).isEqualTo(AS_DEFINED);
  }

  @Test
  void wrongUseIsToldInOneLine() {
    server.close();
    assertThat(tables("diff").err())
        .isEqualTo("nowfeed: no BigQuery answers at http://" + url + "\n");
    assertWrong("--project is missing", "create");
    assertWrong("exclude each other", "diff", "--url", url, "--data-dir", folder.toString());
    assertWrong("is no data directory", "diff", "--data-dir", folder.resolve("none").toString());
    assertWrong("must be HOST:PORT", "diff", "--url", "http:///x");
    assertWrong("a local one asks for none", "diff", "--url", url, "--credentials-file", "key");
    assertWrong(
        "--credentials-file missing.json cannot be read",
        "create",
        "--project",
        "p",
        "--credentials-file",
        "missing.json");
  }

  private static void assertWrong(String text, String... args) {
    CommandLineRun run =
        CommandLineRun.of(
            Stream.concat(Stream.of("tables"), Stream.of(args)).toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(text).doesNotContain("Exception");
  }

  private CommandLineRun tables(String command, String... more) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("tables", command, "--url", url), Stream.of(more))
            .toArray(String[]::new));
  }
}
