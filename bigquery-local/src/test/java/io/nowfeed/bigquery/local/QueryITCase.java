package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries by the official client; the table holds the ids 0 to 24,999. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryITCase {
  private static final int ROWS = 25_000;
  private static final String IDS = "SELECT id FROM analytics.events ORDER BY id";

  private LocalBigQuery server;
  private OfficialClients clients;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    clients = OfficialClients.of(server);
    String table = clients.createTable("events", Field.of("id", StandardSQLTypeName.INT64));
    WriteStream stream = clients.createStream(table, WriteStream.Type.COMMITTED);
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, ROWS);
    }
  }

  @AfterAll
  void stop() throws Exception {
    clients.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM analytics.events",
        "SELECT count(*) FROM `analytics.events`",
        "SELECT count(*) FROM `my-project.analytics.events`",
        "SELECT count(*) FROM `my-project`.`analytics`.`events` AS e;",
        "SELECT count(*) FROM my-project.analytics.events",
        "WITH all_events AS (FROM analytics.events) SELECT count(*) FROM all_events",
      })
  void tableIsFoundByAnyOfItsNames(String sql) throws Exception {
    assertThat(clients.numbers(sql)).containsExactly((long) ROWS);
  }

  @Test
  void defaultDatasetIsHonoured() throws Exception {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder("SELECT max(id) FROM `events`")
            .setDefaultDataset(DatasetId.of("analytics"))
            .build();
    assertThat(ids(clients.rest().query(query))).containsExactly(ROWS - 1L);
    assertInvalid("SELECT max(id) FROM events").withMessageContaining("events");
  }

  @Test
  void manyRowsComeInPagesAndNoneIsMissing() throws Exception {
    TableResult result = clients.rest().query(QueryJobConfiguration.of(IDS));
    assertThat(result.getTotalRows()).isEqualTo(ROWS);
    assertThat(ids(result)).containsExactlyElementsOf(allIds());
  }

  @Test
  void pageSizeIsHonoured() throws Exception {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(IDS).setMaxResults(7_000L).build();
    TableResult result = clients.rest().query(query);
    assertThat(result.getValues()).hasSize(7_000);
    assertThat(ids(result)).containsExactlyElementsOf(allIds());
  }

  @Test
  void queryJobIsReadByItsId() throws Exception {
    JobId job = JobId.of("job-of-mine");
    TableResult result = clients.rest().query(QueryJobConfiguration.of(IDS), job);
    assertThat(ids(result)).containsExactlyElementsOf(allIds());
  }

  @Test
  void tableIsReadWithoutAQuery() {
    TableResult result = clients.rest().listTableData(TableId.of("analytics", "events"));
    assertThat(result.getTotalRows()).isEqualTo(ROWS);
    assertThat(StreamSupport.stream(result.iterateAll().spliterator(), false)).hasSize(ROWS);
  }

  @Test
  void computedTypesAreBigQuerys() throws Exception {
    FieldValueList row =
        clients
            .query(
                """
                SELECT sum(id) AS s, avg(id) AS a, {'k': 'v', 'n': [1, 2]} AS r,
                  TIMESTAMPTZ '2024-01-02 03:04:05+00' AS ts, NULL AS nothing,
                  date_trunc('day', TIMESTAMPTZ '2024-01-02 23:30:00+00') AS day
                FROM analytics.events
                """)
            .get(0);
    assertThat(row.get("s").getLongValue()).isEqualTo((long) ROWS * (ROWS - 1) / 2);
    assertThat(row.get("a").getDoubleValue()).isEqualTo((ROWS - 1) / 2.0);
    assertThat(row.get("r").getRecordValue().get("k").getStringValue()).isEqualTo("v");
    assertThat(row.get("r").getRecordValue().get("n").getRepeatedValue()).hasSize(2);
    assertThat(row.get("ts").getTimestampValue()).isEqualTo(1_704_164_645_000_000L);
    assertThat(row.get("nothing").isNull()).isTrue();
    assertThat(row.get("day").getTimestampValue()).isEqualTo(1_704_153_600_000_000L);
  }

  @Test
  void invalidQuerySaysWhyInDuckDbsWords() {
    assertInvalid("SELECT nope FROM analytics.events").withMessageContaining("\"nope\"");
    assertInvalid("SELECT * FROM analytics.missing").withMessageContaining("missing");
    assertInvalid("SELEC 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM analytics.events",
        "CREATE TABLE analytics.t(a INT)",
        "WITH x AS (SELECT 1) INSERT INTO analytics.events SELECT 1",
        "EXPLAIN ANALYZE DELETE FROM analytics.events",
        "SELECT 1; DROP TABLE analytics.events",
        "SELECT * FROM read_text('/etc/hostname')",
      })
  void queriesChangeNothingAndReadNoFiles(String sql) throws Exception {
    assertInvalid(sql);
    assertThat(clients.numbers("SELECT count(*) FROM analytics.events"))
        .containsExactly((long) ROWS);
  }

  @Test
  void moreRowsThanAreKeptAreRefusedNotCut() {
    assertThatExceptionOfType(BigQueryException.class)
        .isThrownBy(() -> clients.query("SELECT * FROM range(100001)"))
        .satisfies(e -> assertThat(e.getReason()).isEqualTo("responseTooLarge"));
  }

  @Test
  void parametersAreRefusedByName() {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder("SELECT @p")
            .addNamedParameter("p", QueryParameterValue.int64(1))
            .build();
    assertThatExceptionOfType(BigQueryException.class)
        .isThrownBy(() -> clients.rest().query(query))
        .withMessageContaining("queryParameters");
  }

  private ThrowableAssertAlternative<BigQueryException> assertInvalid(String sql) {
    return assertThatExceptionOfType(BigQueryException.class)
        .isThrownBy(() -> clients.query(sql))
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(400))
        .satisfies(e -> assertThat(e.getReason()).isEqualTo("invalidQuery"));
  }

  private static List<Long> ids(TableResult result) {
    return StreamSupport.stream(result.iterateAll().spliterator(), false)
        .map(row -> row.get(0).getLongValue())
        .toList();
  }

  private static List<Long> allIds() {
    return LongStream.range(0, ROWS).boxed().toList();
  }
}
