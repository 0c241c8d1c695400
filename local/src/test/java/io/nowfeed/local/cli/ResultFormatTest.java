package io.nowfeed.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.local.platform.Endpoints;
import io.nowfeed.local.platform.Platform;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nowfeed query} against a BigQuery that runs, and on its directory afterwards. */
class ResultFormatTest {
  private static final String SQL =
      "SELECT 1 AS id, 'a, \"b\"' AS name, true AS flag, 2.5::DOUBLE AS score, NULL AS nothing,"
          + " ['x', 'y'] AS tags, {'rank': 1, 'ids': [7]} AS item"
          + " UNION ALL SELECT 20, 'zoé', false, 3, NULL, [], {'rank': 2, 'ids': []} ORDER BY id";

  @TempDir private static Path folder;
  private static LocalBigQuery server;

  @BeforeAll
  static void start() throws IOException {
    server = LocalBigQuery.start(folder.resolve("bigquery"), 0, 0);
    BigQuery client =
        BigQueryConnection.local(Platform.PROJECT, Platform.DATASET, null, server.restEndpoint())
            .restClient();
    client.create(DatasetInfo.of(Platform.DATASET));
    new Endpoints(
            "k:1",
            new Endpoints.Postgres("jdbc:postgresql://p", "u"),
            "c",
            "f",
            new Endpoints.BigQuery("g", server.restEndpoint()),
            Platform.PROJECT,
            Platform.DATASET)
        .write(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aTableIsAligned() {
    CommandLineRun run = query(SQL);

    assertThat(run.out().lines())
        .containsExactly(
            "id | name   | flag  | score | nothing | tags      | item",
            "---+--------+-------+-------+---------+-----------+---------------------",
            "1  | a, \"b\" | true  | 2.5   |         | [\"x\",\"y\"] | {\"rank\":1,\"ids\":[7]}",
            "20 | zoé    | false | 3.0   |         | []        | {\"rank\":2,\"ids\":[]}",
            "(2 rows)");
    assertThat(query("SELECT 1 AS one").out()).endsWith("(1 row)\n");
    assertThat(query("SELECT 1 AS one WHERE false").out()).endsWith("(0 rows)\n");
  }

  @Test
  void csvIsQuoted() {
    CommandLineRun run = query(SQL, "--format", "csv");

    assertThat(run.out())
        .isEqualTo(
            "id,name,flag,score,nothing,tags,item\r\n"
                + "1,\"a, \"\"b\"\"\",true,2.5,,\"[\"\"x\"\",\"\"y\"\"]\",\"{\"\"rank\"\":1,\"\"ids\"\":[7]}\"\r\n"
                + "20,zoé,false,3.0,,[],\"{\"\"rank\"\":2,\"\"ids\"\":[]}\"\r\n");
  }

  @Test
  void jsonKeepsTypes() throws IOException {
    CommandLineRun run = query(SQL, "--format", "JSON");

    var rows = new com.fasterxml.jackson.databind.ObjectMapper().readTree(run.out());
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).toString())
        .isEqualTo(
            "{\"id\":1,\"name\":\"a, \\\"b\\\"\",\"flag\":true,\"score\":2.5,\"nothing\":null,"
                + "\"tags\":[\"x\",\"y\"],\"item\":{\"rank\":1,\"ids\":[7]}}");
    assertThat(query("SELECT 1 AS one WHERE false", "--format", "json").out().strip())
        .isEqualTo("[ ]");
  }

  @Test
  void aTimestampIsReadable() {
    assertThat(query("SELECT TIMESTAMPTZ '2026-03-01 12:00:00+00' AS at").out())
        .contains("2026-03-01T12:00:00Z");
  }

  @Test
  void aWrongStatementIsRefusedInALine() {
    CommandLineRun run = query("SELECT nothing FROM nowhere");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("nowfeed: the query is refused").contains("nowhere");
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aDirectoryThatNobodyUsesIsRead(@TempDir Path kept) throws IOException {
    try (LocalBigQuery earlier = LocalBigQuery.start(kept.resolve("bigquery"), 0, 0)) {
      BigQueryConnection.local(Platform.PROJECT, Platform.DATASET, null, earlier.restEndpoint())
          .restClient()
          .create(DatasetInfo.of(Platform.DATASET));
    }
    CommandLineRun cold =
        CommandLineRun.of("query", "SELECT 42 AS answer", "--data-dir", kept.toString());
    assertThat(cold.err()).isEmpty();
    assertThat(cold.out()).contains("42");

    // A platform that was killed left its endpoints behind.
    Files.copy(folder.resolve(Endpoints.FILE), kept.resolve(Endpoints.FILE));
    String stale =
        Files.readString(kept.resolve(Endpoints.FILE))
            .replace(server.restEndpoint(), "http://127.0.0.1:1");
    Files.writeString(kept.resolve(Endpoints.FILE), stale);
    CommandLineRun killed =
        CommandLineRun.of("query", "SELECT 42 AS answer", "--data-dir", kept.toString());
    assertThat(killed.out()).contains("42");
  }

  private static CommandLineRun query(String sql, String... more) {
    String[] args = new String[more.length + 4];
    args[0] = "query";
    args[1] = sql;
    args[2] = "--data-dir";
    args[3] = folder.toString();
    System.arraycopy(more, 0, args, 4, more.length);
    return CommandLineRun.of(args);
  }
}
