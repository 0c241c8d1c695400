package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.sinks.bigquery.ClickJob.Click;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that write to a BigQuery while something breaks. What counts is that every click is there,
 * and once: a row count alone hides a loss beside a double.
 */
class BigQuerySinkITCase {
  private static final long CLICKS = 6_000;
  private static final long SOME = 1_000;
  private static final int MANY_RESTARTS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static TestCluster cluster;

  @TempDir private Path directory;
  private LocalBigQuery bigQuery;
  private BigQueryConnection connection;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = TestCluster.start();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void startBigQuery() throws Exception {
    bigQuery = LocalBigQuery.start(directory, 0, 0);
    connection =
        BigQueryConnection.local("p", "d", bigQuery.grpcEndpoint(), bigQuery.restEndpoint());
    BigQuery client = connection.restClient();
    client.create(DatasetInfo.newBuilder("d").build());
    client.create(TableInfo.of(TableId.of("d", "clicks"), StandardTableDefinition.of(CLICK)));
  }

  private static final Schema CLICK =
      Schema.of(
          Field.newBuilder("id", StandardSQLTypeName.INT64).setMode(Field.Mode.REQUIRED).build(),
          Field.of("user_id", StandardSQLTypeName.STRING),
          Field.of("event_time", StandardSQLTypeName.TIMESTAMP),
          Field.newBuilder("tags", StandardSQLTypeName.STRING).setMode(Field.Mode.REPEATED).build(),
          Field.newBuilder(
                  "items",
                  StandardSQLTypeName.STRUCT,
                  Field.of("rank", StandardSQLTypeName.INT64),
                  Field.of("score", StandardSQLTypeName.FLOAT64))
              .setMode(Field.Mode.REPEATED)
              .build());

  @AfterEach
  void stopBigQuery() {
    bigQuery.close();
  }

  @Test
  void undisturbedJobLeavesEveryRowVisible() throws Exception {
    ClickJob job = start();

    assertExact(job);
    assertThat(job.restarts()).isZero();
    assertThat(query("SELECT user_id, event_time, tags, items FROM d.clicks WHERE id = 4"))
        .hasSize(1)
        .first()
        .satisfies(
            row -> {
              assertThat(row.get("user_id").getStringValue()).isEqualTo("user 4");
              assertThat(row.get("event_time").getTimestampValue())
                  .isEqualTo(1_700_000_000_004_000L);
            });
    assertThat(query("SELECT id FROM d.clicks WHERE user_id IS NULL")).hasSize((int) CLICKS / 3);
  }

  @Test
  void crashesUpstream() throws Exception {
    ClickJob job =
        ClickJob.start(cluster.flink(), sink(), CLICKS, MANY_RESTARTS, 700L, 4_500L, 2_900L);

    assertExact(job);
    assertThat(job.restarts()).isEqualTo(3);
  }

  @Test
  void flushThatFailedBeforeItTookEffect() throws Exception {
    ClickJob job = start();
    awaitSomeVisible();

    bigQuery.faults().failNextFlushBeforeEffect();

    assertExact(job);
    assertThat(job.restarts()).isEqualTo(1);
  }

  @Test
  void flushThatFailedAfterItTookEffect() throws Exception {
    ClickJob job = start();
    awaitSomeVisible();

    bigQuery.faults().failNextFlushAfterEffect();

    assertExact(job);
    assertThat(job.restarts()).isEqualTo(1);
  }

  @Test
  void appendWhoseAnswerWasLost() throws Exception {
    ClickJob job = start();
    awaitSomeVisible();

    bigQuery.faults().loseNextAppendResponse();

    assertExact(job);
    assertThat(job.restarts()).as("the client's resend is no failure").isZero();
  }

  @Test
  void appendThatWasRefused() throws Exception {
    ClickJob job = start();
    awaitSomeVisible();

    bigQuery.faults().refuseNextAppend();

    assertExact(job);
    assertThat(job.restarts()).isZero();
  }

  @Test
  void killedTaskManager() throws Exception {
    ClickJob job = start();
    awaitSomeVisible();

    cluster.replaceTaskManager();

    assertExact(job);
    assertThat(job.restarts()).isPositive();
  }

  @Test
  void restartedBigQuery() throws Exception {
    ClickJob job = start();
    awaitSomeVisible();
    int grpcPort = port(bigQuery.grpcEndpoint());
    int restPort = port(bigQuery.restEndpoint());

    bigQuery.close();
    bigQuery = LocalBigQuery.start(directory, grpcPort, restPort);

    assertExact(job);
  }

  @Test
  void everythingAtOnce() throws Exception {
    ClickJob job = ClickJob.start(cluster.flink(), sink(), CLICKS, MANY_RESTARTS, 500L, 2_500L);
    awaitSomeVisible();

    bigQuery.faults().failNextFlushAfterEffect();
    bigQuery.faults().loseNextAppendResponse();
    await().atMost(PATIENCE).until(() -> visible() > 3 * SOME);
    cluster.replaceTaskManager();
    bigQuery.faults().failNextFlushBeforeEffect();

    assertExact(job);
  }

  @Test
  void absentTableFailsTheJobWithAdvice() throws Exception {
    BigQuerySink<Click> sink = BigQuerySink.builder(connection, "nowhere", Click.class).build();

    String failure = ClickJob.start(cluster.flink(), sink, CLICKS, 0).outcome();

    assertThat(failure)
        .contains("BigQuery table p.d.nowhere does not exist. Create it from its definition");
  }

  @Test
  void tableThatDoesNotFitFailsTheJobWithEveryReason() throws Exception {
    Schema other =
        Schema.of(
            Field.of("id", StandardSQLTypeName.STRING),
            Field.of("user_id", StandardSQLTypeName.STRING));
    connection
        .restClient()
        .create(TableInfo.of(TableId.of("d", "other"), StandardTableDefinition.of(other)));
    BigQuerySink<Click> sink = BigQuerySink.builder(connection, "other", Click.class).build();

    String failure = ClickJob.start(cluster.flink(), sink, CLICKS, 0).outcome();

    assertThat(failure)
        .contains(
            "BigQuery table p.d.other does not fit rows of type",
            "column id is STRING and takes String or an enum, but component id is long",
            "component eventTime of Click has no column event_time",
            "component items of Click has no column items");
  }

  @Test
  void shippedTablesAreCreatedOnce() throws Exception {
    assertThat(BigQueryTables.createMissing(connection, "EU")).isEqualTo(BigQueryTables.NAMES);
    assertThat(BigQueryTables.createMissing(connection, "EU")).isEmpty();

    for (String table : BigQueryTables.NAMES) {
      StandardTableDefinition created =
          connection.restClient().getTable(TableId.of("d", table)).getDefinition();
      StandardTableDefinition shipped =
          BigQueryTables.definition(connection, table).getDefinition();
      assertThat(created.getSchema()).isEqualTo(shipped.getSchema());
      assertThat(created.getTimePartitioning()).isEqualTo(shipped.getTimePartitioning());
      assertThat(created.getClustering()).isEqualTo(shipped.getClustering());
    }
  }

  private ClickJob start() throws Exception {
    return ClickJob.start(cluster.flink(), sink(), CLICKS, MANY_RESTARTS);
  }

  private BigQuerySink<Click> sink() {
    return BigQuerySink.builder(connection, "clicks", Click.class)
        .setMaxBatchRows(50)
        .setMaxInFlight(3)
        .build();
  }

  private void awaitSomeVisible() {
    await().atMost(PATIENCE).until(() -> visible() > SOME);
  }

  private long visible() throws Exception {
    return query("SELECT COUNT(*) AS n FROM d.clicks").get(0).get("n").getLongValue();
  }

  private void assertExact(ClickJob job) throws Exception {
    assertThat(job.outcome()).isEmpty();
    FieldValueList row =
        query(
                "SELECT COUNT(*) AS n, COUNT(DISTINCT id) AS ids, MIN(id) AS lo, MAX(id) AS hi"
                    + " FROM d.clicks")
            .get(0);
    assertThat(
            List.of(
                row.get("n").getLongValue(),
                row.get("ids").getLongValue(),
                row.get("lo").getLongValue(),
                row.get("hi").getLongValue()))
        .as("rows, distinct ids, lowest, highest")
        .containsExactly(CLICKS, CLICKS, 0L, CLICKS - 1);
  }

  private List<FieldValueList> query(String sql) throws Exception {
    return connection.restClient().query(QueryJobConfiguration.of(sql)).streamAll().toList();
  }

  private static int port(String endpoint) {
    return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
  }
}
