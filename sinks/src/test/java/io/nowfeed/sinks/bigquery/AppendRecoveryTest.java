package io.nowfeed.sinks.bigquery;

import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.STRING;
import static io.nowfeed.sinks.bigquery.RefusedRow.Reason.NOT_ENCODABLE;
import static io.nowfeed.sinks.bigquery.RefusedRow.Reason.REFUSED_BY_BIGQUERY;
import static io.nowfeed.sinks.bigquery.RefusedRow.Reason.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import io.grpc.Status;
import io.nowfeed.sinks.MappedSink;
import io.nowfeed.sinks.metrics.RegisteredMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows are put aside, and which are sent again, when BigQuery does not store an append. */
class AppendRecoveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final RetryLimits SHORT =
      new RetryLimits(
          Duration.ofMillis(1),
          Duration.ofMillis(20),
          Duration.ofSeconds(20),
          Duration.ofMillis(300));
  private static final RetryLimits LONG = RetryLimits.DEFAULT.upTo(Duration.ofHours(1));

  private final RegisteredMetrics metrics = new RegisteredMetrics();
  private SinkWriterMetricGroup sinkMetrics;
  private final CollectedRefusals<Text> refusals = new CollectedRefusals<>();
  private ScriptedBigQuery bigQuery;
  private BigQueryWriter<Text, Text> writer;

  record Text(String text) {}

  @BeforeEach
  void start() throws IOException {
    bigQuery = new ScriptedBigQuery();
    writer = writer(Delivery.EXACTLY_ONCE, RetryLimits.DEFAULT);
  }

  @AfterEach
  void stop() {
    writer.close();
    bigQuery.close();
  }

  @Test
  void refusedRowIsPutAsideAndAllBehindItMovesUp() throws Exception {
    bigQuery.answerAppend(Answers.refusedRow(1, "text is too long"));
    bigQuery.answerAppend(Answers.error(Status.OUT_OF_RANGE, StorageErrorCode.OFFSET_OUT_OF_RANGE));

    write("a", "b", "c", "d", "e", "f");
    writer.flush(false);

    assertThat(bigQuery.calls())
        .containsExactly(
            "create BUFFERED", "append 0 +3", "append 3 +3", "append 0 +2", "append 2 +3");
    assertThat(bigQuery.stored()).containsExactly("a", "c", "d", "e", "f");
    assertThat(refusals.rows())
        .containsExactly(refused("b", REFUSED_BY_BIGQUERY, "text is too long"));
    assertThat(lastOffset()).isEqualTo(4);
    assertThat(sinkMetrics.getNumRecordsSendErrorsCounter().getCount()).isEqualTo(1);
    assertThat(metrics.count("nowfeed.reason.REFUSED_BY_BIGQUERY.refusedRows")).isEqualTo(1);
    assertThat(sinkMetrics.getNumRecordsSendCounter().getCount()).isEqualTo(6);
    assertThat(sentAgain()).isEqualTo(2);
  }

  /** Else BigQuery might store them twice, and take those that come next for them. */
  @Test
  void rowsWhoseAnswerWasLostDoNotMoveUp() throws Exception {
    bigQuery.answerAppend(Answers.refusedRow(1, "no"));
    bigQuery.answerAppend(Answers.error(Status.UNAVAILABLE));

    write("a", "b", "c", "d", "e", "f");

    assertThatThrownBy(() -> writer.flush(false))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("3 rows at offset 3", "the answer to them was lost");
  }

  @Test
  void norDoTheyWhenTheRefusalComesLater() throws Exception {
    bigQuery.answerAppend(Answers.error(Status.UNAVAILABLE));
    bigQuery.answerAppend(Answers.error(Status.UNAVAILABLE));
    bigQuery.answerAppend(Answers.refusedRow(0, "no"));
    bigQuery.answerAppend(Answers.error(Status.OUT_OF_RANGE, StorageErrorCode.OFFSET_OUT_OF_RANGE));

    write("a", "b", "c", "d", "e", "f");

    assertThatThrownBy(() -> writer.flush(false))
        .hasMessageContaining("the answer to them was lost");
  }

  @Test
  void appendOfRefusedRowsAloneLeavesNoGap() throws Exception {
    bigQuery.answerAppend(Answers.refusedRow(0, "no"));
    write("a");
    writer.flush(false);
    assertThat(writer.prepareCommit()).isEmpty();

    write("b");
    writer.flush(false);

    assertThat(bigQuery.calls()).containsExactly("create BUFFERED", "append 0 +1", "append 0 +1");
    assertThat(lastOffset()).isZero();
    assertThat(refusals.rows()).containsExactly(refused("a", REFUSED_BY_BIGQUERY, "no"));
  }

  @Test
  void rowsThatNeverReachBigQueryAreRefusedToo() throws Exception {
    String large = "x".repeat(SinkLimits.MAX_APPEND_BYTES);

    write("a", null, large, "b");
    writer.flush(false);

    assertThat(refusals.rows())
        .containsExactly(
            refused(
                null, NOT_ENCODABLE, "column text: it is REQUIRED, and the row's value is null"),
            refused(large, TOO_LARGE, "it has 9,000,005 bytes, and an append may have 9,000,000"));
    assertThat(bigQuery.stored()).containsExactly("a", "b");
  }

  @Test
  void refusedRowsAreStoredBeforeTheCheckpointPassesThem() throws Exception {
    bigQuery.answerAppend(Answers.refusedRow(0, "no"));
    write("a", "b");

    writer.flush(true);

    assertThat(refusals.flushed()).containsExactly(refused("a", REFUSED_BY_BIGQUERY, "no"));
  }

  @Test
  void refusedRowThatCannotBeWrittenEitherFailsTheJob() {
    refusals.failWith(new IOException("no dead letters today"));

    assertThatThrownBy(() -> write((String) null)).hasMessage("no dead letters today");
  }

  @Test
  void sinkOfRefusedRowsThatWantsACommitIsRefused() {
    refusals.wantCommit();

    assertThatThrownBy(() -> writer.flush(false))
        .hasMessageContainingAll("p.d.clicks", "give it at-least-once delivery");
  }

  @Test
  void itIsRefusedBehindAMappingToo() throws Exception {
    refusals.wantCommit();
    Sink<RefusedRow<Text>> sink = new MappedSink<>(row -> row, context -> refusals);
    RefusedRows<Text> behind =
        new RefusedRows<>(
            "p.d.clicks",
            sink.createWriter(null),
            new AppendMetrics(sinkMetrics, new ManualClock()));

    assertThatThrownBy(() -> behind.flush(false))
        .hasMessageContaining("give it at-least-once delivery");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UNAVAILABLE",
        "RESOURCE_EXHAUSTED",
        "ABORTED",
        "INTERNAL",
        "DEADLINE_EXCEEDED",
        "CANCELLED"
      })
  void answerThatMayPassIsTriedAgain(Status.Code code) throws Exception {
    bigQuery.answerAppend(Answers.error(Status.fromCode(code)));
    bigQuery.answerAppend(Answers.error(Status.OUT_OF_RANGE, StorageErrorCode.OFFSET_OUT_OF_RANGE));

    write("a", "b", "c", "d");
    writer.flush(false);

    assertThat(bigQuery.calls())
        .containsExactly(
            "create BUFFERED", "append 0 +3", "append 3 +1", "append 0 +3", "append 3 +1");
    assertThat(bigQuery.stored()).containsExactly("a", "b", "c", "d");
    assertThat(refusals.rows()).isEmpty();
  }

  @Test
  void connectionThatEndsForWantOfQuotaIsMadeAnew() throws Exception {
    bigQuery.breakAppend(Status.RESOURCE_EXHAUSTED).breakAppend(Status.RESOURCE_EXHAUSTED);

    write("a", "b", "c", "d");
    writer.flush(false);

    assertThat(bigQuery.stored()).containsExactly("a", "b", "c", "d");
    assertThat(bigQuery.calls()).filteredOn("create BUFFERED"::equals).hasSize(1);
    assertThat(lastOffset()).isEqualTo(3);
  }

  @Test
  void appendThatWasStoredAlreadyIsNotSentAgain() throws Exception {
    bigQuery.answerAppend(
        Answers.error(Status.ALREADY_EXISTS, StorageErrorCode.OFFSET_ALREADY_EXISTS));

    write("a", "b", "c");
    writer.flush(false);

    assertThat(bigQuery.calls()).containsExactly("create BUFFERED", "append 0 +3");
    assertThat(lastOffset()).isEqualTo(2);
  }

  @Test
  void offsetOutOfRangeWithNothingBeforeItFailsTheAttempt() throws Exception {
    bigQuery.answerAppend(Answers.error(Status.OUT_OF_RANGE, StorageErrorCode.OFFSET_OUT_OF_RANGE));
    write("a", "b");

    assertThatThrownBy(() -> writer.flush(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not take 2 rows at offset 0");
  }

  @Test
  void finalizedStreamFailsTheAttempt() throws Exception {
    bigQuery.answerAppend(
        Answers.error(Status.INVALID_ARGUMENT, StorageErrorCode.STREAM_FINALIZED));
    write("a", "b");

    assertThatThrownBy(() -> writer.flush(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not take 2 rows at offset 0");
    assertThat(bigQuery.calls()).containsExactly("create BUFFERED", "append 0 +2");
  }

  @Test
  void rowErrorThatNamesNoRowOfTheAppendFailsTheAttempt() throws Exception {
    bigQuery.answerAppend(Answers.refusedRow(7, "which?"));
    write("a");

    assertThatThrownBy(() -> writer.flush(false)).hasMessageContaining("row 7: which?");
    assertThat(refusals.rows()).isEmpty();
  }

  @Test
  void answerThatDoesNotPassFailsTheAttemptInTime() throws Exception {
    writer = writer(Delivery.EXACTLY_ONCE, SHORT);
    for (int i = 0; i < 1_000; i++) {
      bigQuery.answerAppend(Answers.error(Status.RESOURCE_EXHAUSTED.withDescription("quota")));
    }
    write("a");

    assertThatThrownBy(() -> writer.flush(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("quota");
    assertThat(sentAgain()).isBetween(2L, 300L);
  }

  @Test
  void cancelledTaskLeavesThePauseBetweenAttempts() {
    writer = writer(Delivery.EXACTLY_ONCE, LONG);
    for (int i = 0; i < 1_000; i++) {
      bigQuery.answerAppend(Answers.error(Status.RESOURCE_EXHAUSTED));
    }
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread task = new Thread(() -> outcome.complete(failureOfFlush()));
    task.start();
    await().atMost(PATIENCE).until(() -> sentAgain() > 3);

    task.interrupt();

    assertThat(outcome.orTimeout(5, TimeUnit.SECONDS).join())
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void defaultStreamNeedsNeitherOffsetNorCommit() throws Exception {
    writer = writer(Delivery.AT_LEAST_ONCE, RetryLimits.DEFAULT);
    bigQuery.answerAppend(Answers.refusedRow(0, "no"));

    write("a", "b", "c", "d");
    writer.flush(true);

    assertThat(bigQuery.calls()).containsExactly("append end +3", "append end +1", "append end +2");
    assertThat(bigQuery.stored()).containsExactlyInAnyOrder("b", "c", "d");
    assertThat(refusals.rows()).containsExactly(refused("a", REFUSED_BY_BIGQUERY, "no"));
    assertThat(writer.prepareCommit()).isEmpty();
  }

  private Throwable failureOfFlush() {
    try {
      write("a");
      writer.flush(false);
      return null;
    } catch (IOException | InterruptedException e) {
      return e;
    }
  }

  private void write(String... texts) throws IOException, InterruptedException {
    for (String text : texts) {
      writer.write(new Text(text), null);
    }
  }

  private long lastOffset() {
    List<BigQueryCommittable> committables = new ArrayList<>(writer.prepareCommit());
    assertThat(committables).hasSize(1);
    return committables.get(0).lastOffset();
  }

  private long sentAgain() {
    return metrics.count("nowfeed.appendsSentAgain");
  }

  private static RefusedRow<Text> refused(String text, RefusedRow.Reason reason, String detail) {
    return new RefusedRow<>(new Text(text), "p.d.clicks", reason, detail);
  }

  private BigQueryWriter<Text, Text> writer(Delivery delivery, RetryLimits retries) {
    BigQueryTable table = new BigQueryTable(bigQuery.connection(), "clicks", retries);
    WriterFactory<Text, Text> factory =
        new WriterFactory<>(
            table, row -> row, Text.class, new SinkLimits(1_000_000, 3, 8), delivery, null, null);
    RecordEncoder<Text> encoder =
        RecordEncoder.of(Text.class, Columns.table(Columns.required("text", STRING)), "clicks");
    ManualClock clock = new ManualClock();
    sinkMetrics = metrics.writer();
    return factory.create(encoder, refusals, new AppendMetrics(sinkMetrics, clock), clock, "a:b");
  }
}
