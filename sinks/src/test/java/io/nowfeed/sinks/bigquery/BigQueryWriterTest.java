package io.nowfeed.sinks.bigquery;

import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nowfeed.sinks.metrics.RegisteredMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a writer gathers rows, and what it makes of BigQuery's answers. */
class BigQueryWriterTest {
  private static final String STREAM = "projects/p/datasets/d/tables/clicks/streams/s1";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RegisteredMetrics metrics = new RegisteredMetrics();
  private final SinkWriterMetricGroup sinkMetrics = metrics.writer();
  private final ManualClock clock = new ManualClock();
  private ScriptedBigQuery bigQuery;
  private BigQueryWriter<Text, Text> writer;

  record Text(String text) {}

  @BeforeEach
  void start() throws IOException {
    bigQuery = new ScriptedBigQuery();
    writer = writer(new SinkLimits(1_000, 3, 2));
  }

  @AfterEach
  void stop() {
    bigQuery.close();
    writer.close();
  }

  @Test
  void idleWriterHasNoStream() throws Exception {
    writer.flush(false);
    assertThat(writer.prepareCommit()).isEmpty();
    writer.flush(true);
    assertThat(writer.prepareCommit()).isEmpty();

    assertThat(bigQuery.calls()).isEmpty();
  }

  @Test
  void rowsGoInBatchesAtTheirOffsets() throws Exception {
    for (int i = 0; i < 7; i++) {
      write("row " + i);
    }
    writer.flush(false);

    assertThat(bigQuery.calls())
        .containsExactly("create BUFFERED", "append 0 +3", "append 3 +3", "append 6 +1");
    assertThat(writer.prepareCommit()).containsExactly(new BigQueryCommittable(STREAM, 6, 0));
  }

  @Test
  void batchAlsoGoesWhenItsBytesAreEnough() throws Exception {
    write("x".repeat(995));
    write("y");
    writer.flush(false);

    assertThat(bigQuery.calls()).containsExactly("create BUFFERED", "append 0 +1", "append 1 +1");
  }

  @Test
  void batchGoesBeforeTheRowThatItHasNoRoomFor() throws Exception {
    write("x".repeat(500));
    write("y".repeat(500));
    writer.flush(false);

    assertThat(bigQuery.calls()).containsExactly("create BUFFERED", "append 0 +1", "append 1 +1");
  }

  @Test
  void rowLargerThanABatchGoesAlone() throws Exception {
    write("a");
    write("x".repeat(2_000));
    write("b");
    writer.flush(false);

    assertThat(bigQuery.calls())
        .containsExactly("create BUFFERED", "append 0 +1", "append 1 +1", "append 2 +1");
  }

  @Test
  void noAppendIsAboveTheCap() throws Exception {
    writer = writer(new SinkLimits(SinkLimits.MAX_APPEND_BYTES, 1_000, 2));

    write("x".repeat(SinkLimits.MAX_APPEND_BYTES - 100));
    write("y".repeat(200));
    writer.flush(false);

    assertThat(bigQuery.calls()).containsExactly("create BUFFERED", "append 0 +1", "append 1 +1");
  }

  @Test
  void rowAboveTheCapIsRefusedWithItsSize() {
    assertThatThrownBy(() -> write("x".repeat(SinkLimits.MAX_APPEND_BYTES)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "BigQuery table p.d.clicks cannot take a row: it has 9,000,005 bytes,"
                + " and an append may have 9,000,000");
    assertThat(bigQuery.calls()).isEmpty();
  }

  @Test
  void rowThatDoesNotFitIsRefusedWithTableAndColumn() {
    assertThatThrownBy(() -> write(null))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "BigQuery table p.d.clicks cannot take a row:"
                + " column text: it is REQUIRED, and the row's value is null");
  }

  @Test
  void checkpointWithoutNewRowsCommitsNothing() throws Exception {
    write("a");
    writer.flush(false);
    writer.prepareCommit();

    writer.flush(false);

    assertThat(writer.prepareCommit()).isEmpty();
  }

  @Test
  void endOfInputWithoutNewRowsCommitsNothing() throws Exception {
    write("a");
    writer.flush(false);
    writer.prepareCommit();

    writer.flush(true);

    assertThat(writer.prepareCommit()).isEmpty();
  }

  @Test
  void refusedRowsAreNamedAtTheNextWrite() throws Exception {
    bigQuery.answerAppend(Answers.refusedRow(1, "text is too long"));
    write("a");
    write("b");
    write("c");
    await().atMost(PATIENCE).until(() -> inFlight() == 0);

    assertThatThrownBy(() -> write("d"))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "BigQuery table p.d.clicks did not take 3 rows at offset 0 of " + STREAM,
            "row 1: text is too long");
    assertThat(sinkMetrics.getNumRecordsSendErrorsCounter().getCount()).isEqualTo(3);
  }

  @Test
  void metricsCountWhatIsSent() throws Exception {
    write("abc");
    write("defg");
    writer.flush(false);

    assertThat(sinkMetrics.getNumRecordsSendCounter().getCount()).isEqualTo(2);
    // tag, length and text of each row, and what the row costs in the append
    assertThat(sinkMetrics.getNumBytesSendCounter().getCount()).isEqualTo(5 + 6 + 6 + 6);
    assertThat(sinkMetrics.getNumRecordsSendErrorsCounter().getCount()).isZero();
    // The gauge follows the answer by a moment: a future wakes its waiters before its listeners
    // run.
    await().atMost(PATIENCE).until(() -> inFlight() == 0);
  }

  @Test
  void cancelledTaskLeavesAWriterThatWaitsForRoom() {
    bigQuery.ignoreAppend().ignoreAppend();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread task = new Thread(() -> outcome.complete(failureOf(9)));
    task.start();
    await().atMost(PATIENCE).until(() -> bigQuery.calls().contains("append 3 +3"));
    await().atMost(PATIENCE).until(() -> task.getState() == Thread.State.TIMED_WAITING);

    task.interrupt();

    assertThat(outcome.orTimeout(10, TimeUnit.SECONDS).join())
        .isInstanceOf(InterruptedException.class);
    assertThat(bigQuery.calls()).containsExactly("create BUFFERED", "append 0 +3", "append 3 +3");
  }

  @Test
  void closeDoesNotWaitForABigQueryThatHangs() throws Exception {
    bigQuery.ignoreAppend().deaf();
    write("a");
    write("b");
    write("c");
    await().atMost(PATIENCE).until(() -> bigQuery.calls().contains("append 0 +3"));

    CompletableFuture<Void> closed = CompletableFuture.runAsync(writer::close);

    assertThat(closed).succeedsWithin(PATIENCE);
  }

  @Test
  void closeLeavesNoConnectionToABigQueryThatHangs() throws Exception {
    bigQuery.ignoreAppend().deaf();
    write("a");
    write("b");
    write("c");
    await().atMost(PATIENCE).until(() -> bigQuery.calls().contains("append 0 +3"));

    writer.close();

    await().atMost(PATIENCE).until(() -> bigQuery.connections() == 0);
    await().atMost(PATIENCE).until(() -> threads("close " + STREAM) == 0);
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  private Throwable failureOf(int rows) {
    try {
      for (int i = 0; i < rows; i++) {
        write("row " + i);
      }
      return null;
    } catch (IOException | InterruptedException e) {
      return e;
    }
  }

  private void write(String text) throws IOException, InterruptedException {
    writer.write(new Text(text), null);
  }

  private int inFlight() {
    return (Integer) metrics.value("nowfeed.appendsInFlight");
  }

  private BigQueryWriter<Text, Text> writer(SinkLimits limits) {
    BigQueryTable table = new BigQueryTable(bigQuery.connection(), "clicks", RetryLimits.DEFAULT);
    WriterFactory<Text, Text> factory =
        new WriterFactory<>(
            table, row -> row, Text.class, limits, Delivery.EXACTLY_ONCE, null, null);
    RecordEncoder<Text> encoder =
        RecordEncoder.of(Text.class, Columns.table(Columns.required("text", STRING)), "clicks");
    return factory.create(encoder, null, new AppendMetrics(sinkMetrics, clock), clock, "a:b");
  }
}
