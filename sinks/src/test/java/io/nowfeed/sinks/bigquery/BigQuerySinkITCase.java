package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import io.nowfeed.sinks.bigquery.ClickJob.Click;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Jobs that write to a BigQuery while something breaks. What counts is that every click is there,
 * and once: a row count alone hides a loss beside a double.
 */
class BigQuerySinkITCase {
  private static final long CLICKS = 6_000;
  private static final long SOME = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension private static final TestCluster cluster = new TestCluster();

  @RegisterExtension private final ClickDataset bigQuery = new ClickDataset();

  @Test
  void undisturbedJobLeavesEveryRowVisible() throws Exception {
    ClickJob job = start();

    assertExact(job);
    assertThat(job.restarts()).isZero();
    assertThat(bigQuery.query("SELECT user_id, event_time, tags, items FROM d.clicks WHERE id = 4"))
        .hasSize(1)
        .first()
        .satisfies(
            row -> {
              assertThat(row.get("user_id").getStringValue()).isEqualTo("user 4");
              assertThat(row.get("event_time").getTimestampValue())
                  .isEqualTo(1_700_000_000_004_000L);
            });
    assertThat(bigQuery.query("SELECT id FROM d.clicks WHERE user_id IS NULL"))
        .hasSize((int) CLICKS / 3);
  }

  @Test
  void crashesUpstream() throws Exception {
    ClickJob job =
        ClickJob.of(sink(), CLICKS).crashingAt(700L, 4_500L, 2_900L).start(cluster.flink());

    assertExact(job);
    assertThat(job.restarts()).isEqualTo(3);
  }

  @Test
  void flushThatFailedBeforeItTookEffect() throws Exception {
    ClickJob job = start();
    awaitSomeVisible();

    bigQuery.faults().failNextFlushBeforeEffect();

    assertExact(job);
    assertThat(job.restarts()).as("a flush is repeated").isZero();
  }

  @Test
  void flushThatFailedAfterItTookEffect() throws Exception {
    ClickJob job = start();
    awaitSomeVisible();

    bigQuery.faults().failNextFlushAfterEffect();

    assertExact(job);
    assertThat(job.restarts()).as("a flush is repeated").isZero();
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

    bigQuery.restart();

    assertExact(job);
  }

  @Test
  void everythingAtOnce() throws Exception {
    ClickJob job = ClickJob.of(sink(), CLICKS).crashingAt(500L, 2_500L).start(cluster.flink());
    awaitSomeVisible();

    bigQuery.faults().failNextFlushAfterEffect();
    bigQuery.faults().loseNextAppendResponse();
    await().atMost(PATIENCE).until(() -> bigQuery.visible() > 3 * SOME);
    cluster.replaceTaskManager();
    bigQuery.faults().failNextFlushBeforeEffect();

    assertExact(job);
  }

  @Test
  void absentTableFailsTheJobWithAdvice() throws Exception {
    BigQuerySink<Click> sink = bigQuery.sink("nowhere").build();

    String failure = ClickJob.of(sink, CLICKS).restarts(0).start(cluster.flink()).outcome();

    assertThat(failure)
        .contains("BigQuery table p.d.nowhere does not exist. Create it from its definition");
  }

  @Test
  void tableThatDoesNotFitFailsTheJobWithEveryReason() throws Exception {
    Schema other =
        Schema.of(
            Field.of("id", StandardSQLTypeName.STRING),
            Field.of("user_id", StandardSQLTypeName.STRING));
    bigQuery.create("other", other);
    BigQuerySink<Click> sink = bigQuery.sink("other").build();

    String failure = ClickJob.of(sink, CLICKS).restarts(0).start(cluster.flink()).outcome();

    assertThat(failure)
        .contains(
            "BigQuery table p.d.other does not fit rows of type",
            "column id is STRING and takes String or an enum, but component id is long",
            "component eventTime of Click has no column event_time",
            "component items of Click has no column items");
  }

  @Test
  void shippedTablesAreCreatedOnce() throws Exception {
    BigQueryConnection connection = bigQuery.connection();
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
    return ClickJob.of(sink(), CLICKS).start(cluster.flink());
  }

  private BigQuerySink<Click> sink() {
    return bigQuery.sink("clicks").build();
  }

  private void awaitSomeVisible() {
    await().atMost(PATIENCE).until(() -> bigQuery.visible() > SOME);
  }

  private void assertExact(ClickJob job) throws Exception {
    bigQuery.assertExact(job, CLICKS);
  }
}
