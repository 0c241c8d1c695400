package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import io.grpc.Status;
import io.nowfeed.sinks.metrics.RegisteredMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the committer makes of BigQuery's answers. */
class BigQueryCommitterTest {
  private final RegisteredMetrics metrics = new RegisteredMetrics();
  private final ManualClock clock = new ManualClock();
  private ScriptedBigQuery bigQuery;
  private BigQueryCommitter committer;

  @BeforeEach
  void start() throws IOException {
    bigQuery = new ScriptedBigQuery();
    committer = committer(RetryLimits.DEFAULT);
  }

  @AfterEach
  void stop() {
    committer.close();
    bigQuery.close();
  }

  @Test
  void flushesEachStreamToItsOffset() throws Exception {
    Request first = request("s1", 9);
    Request second = request("s2", 4);

    commit(first, second);

    assertThat(bigQuery.calls()).containsExactly("flush s1 9", "flush s2 4");
    assertThat(first.signals).isEmpty();
    assertThat(second.signals).isEmpty();
  }

  @Test
  void nothingToCommitOpensNoConnection() throws Exception {
    committer.commit(List.of());

    assertThat(bigQuery.calls()).isEmpty();
  }

  @Test
  void offsetFlushedBeforeIsCommittedAlready() throws Exception {
    bigQuery.refuse(Status.ALREADY_EXISTS.withDescription("Offset 9 was flushed"));
    Request request = request("s1", 9);

    commit(request);

    assertThat(request.signals).containsExactly("already committed");
    assertThat(bigQuery.calls()).containsExactly("flush s1 9");
  }

  @Test
  void aStreamThatSomebodyFinalizedFailsTheJobAndIsNamed() {
    bigQuery.refuse(Status.INVALID_ARGUMENT, StorageErrorCode.STREAM_FINALIZED);
    Request request = request("s1", 3);

    assertThatThrownBy(() -> commit(request))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "rows of BigQuery table p.d.clicks visible (up to offset 3 of s1)",
            "somebody finalized the stream",
            "--allowNonRestoredState");
    assertThat(request.signals).isEmpty();
  }

  @Test
  void aStreamThatAVersionBeforeFinalizedWasFlushedByIt() throws Exception {
    bigQuery.refuse(Status.INVALID_ARGUMENT, StorageErrorCode.STREAM_FINALIZED);
    Request request = new Request(new BigQueryCommittable("s1", 3, true, 0));

    commit(request);

    assertThat(request.signals).containsExactly("already committed");
  }

  @Test
  void aFinalizedStreamIsKnownByItsTextToo() {
    bigQuery.refuse(Status.INVALID_ARGUMENT.withDescription("Stream has been finalized: s1"));
    Request request = request("s1", 3);

    assertThatThrownBy(() -> commit(request)).hasMessageContaining("somebody finalized the stream");
    assertThat(request.signals).isEmpty();
  }

  @Test
  void otherInvalidArgumentFailsTheJob() {
    bigQuery.refuse(Status.INVALID_ARGUMENT, StorageErrorCode.INVALID_STREAM_TYPE);
    Request request = request("s1", 3);

    assertThatThrownBy(() -> commit(request)).isInstanceOf(IOException.class);

    assertThat(request.signals).isEmpty();
    assertThat(bigQuery.calls()).containsExactly("flush s1 3");
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
  void whatMayPassIsTriedAgain(Status.Code code) throws Exception {
    bigQuery.refuse(Status.fromCode(code)).refuse(Status.fromCode(code));
    Request request = request("s1", 9);

    commit(request);

    assertThat(bigQuery.calls()).hasSize(3).containsOnly("flush s1 9");
    assertThat(request.signals).isEmpty();
  }

  @Test
  void whatDoesNotPassFailsTheJobInTime() {
    committer.close();
    committer = committer(RetryLimits.DEFAULT.upTo(Duration.ofMillis(300)));
    for (int i = 0; i < 1_000; i++) {
      bigQuery.refuse(Status.RESOURCE_EXHAUSTED.withDescription("out of quota"));
    }

    assertThatThrownBy(() -> commit(request("s1", 9)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("out of quota", "Nothing is lost");
    assertThat(bigQuery.calls()).hasSizeBetween(2, 100).containsOnly("flush s1 9");
  }

  @Test
  void errorFailsTheJobAndSaysWhichRows() {
    bigQuery.refuse(Status.DATA_LOSS.withDescription("disk on fire"));

    assertThatThrownBy(() -> commit(request("s1", 9)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "Cannot make rows of BigQuery table p.d.clicks visible (up to offset 9 of s1)",
            "disk on fire",
            "Nothing is lost");
    assertThat(bigQuery.calls()).containsExactly("flush s1 9");
  }

  @Test
  void lagIsFromTheCheckpointToTheFlush() throws Exception {
    clock.advanceTime(Duration.ofMinutes(10));
    long handedOver = clock.absoluteTimeMillis() - 1_234;

    commit(new Request(new BigQueryCommittable("s1", 9, handedOver)));

    assertThat(lag()).isEqualTo(1_234L);
  }

  @Test
  void lagGrowsWhileAFlushDoesNotSucceed() {
    clock.advanceTime(Duration.ofMinutes(10));
    long handedOver = clock.absoluteTimeMillis() - 1_000;
    bigQuery.refuse(Status.DATA_LOSS);
    assertThatThrownBy(() -> commit(new Request(new BigQueryCommittable("s1", 9, handedOver))))
        .isInstanceOf(IOException.class);

    clock.advanceTime(Duration.ofMinutes(1));

    assertThat(lag()).isEqualTo(61_000L);
  }

  @Test
  void lagOfACommitOfUnknownTimeIsLeftOut() throws Exception {
    clock.advanceTime(Duration.ofMinutes(10));

    commit(request("s1", 9));

    assertThat(lag()).isEqualTo(0L);
  }

  @Test
  void forgottenStreamFailsTheJobAndSaysWhatToDo() {
    bigQuery.refuse(Status.NOT_FOUND.withDescription("Requested entity was not found."));
    Request request = request("s1", 9);

    assertThatThrownBy(() -> commit(request))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("no longer knows the stream", "--allowNonRestoredState");
    assertThat(request.signals).isEmpty();
  }

  @Test
  void cancelledTaskLeavesAFlushThatHangs() {
    bigQuery.ignore();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread task =
        new Thread(
            () -> {
              try {
                commit(request("s1", 9));
                outcome.complete(null);
              } catch (Exception e) {
                outcome.complete(e);
              }
            });
    task.start();
    await().until(() -> !bigQuery.calls().isEmpty());

    task.interrupt();

    assertThat(outcome.orTimeout(10, TimeUnit.SECONDS).join())
        .isInstanceOf(InterruptedException.class);
  }

  private void commit(Request... requests) throws IOException, InterruptedException {
    Collection<CommitRequest<BigQueryCommittable>> all = new ArrayList<>(List.of(requests));
    committer.commit(all);
  }

  private BigQueryCommitter committer(RetryLimits retries) {
    return new BigQueryCommitter(
        new BigQueryTable(bigQuery.connection(), "clicks", retries),
        new CommitMetrics(metrics.operator(), clock));
  }

  private Object lag() {
    return metrics.value("nowfeed.flushLagMillis");
  }

  private static Request request(String stream, long lastOffset) {
    return new Request(new BigQueryCommittable(stream, lastOffset, 0));
  }

  /** Keeps what it was told. */
  private static final class Request implements CommitRequest<BigQueryCommittable> {
    private final BigQueryCommittable committable;
    private final List<String> signals = new ArrayList<>();

    private Request(BigQueryCommittable committable) {
      this.committable = committable;
    }

    @Override
    public BigQueryCommittable getCommittable() {
      return committable;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable cause) {
      signals.add("failed, go on without");
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable cause) {
      signals.add("failed");
    }

    @Override
    public void retryLater() {
      signals.add("retry");
    }

    @Override
    public void updateAndRetryLater(BigQueryCommittable changed) {
      signals.add("retry changed");
    }

    @Override
    public void signalAlreadyCommitted() {
      signals.add("already committed");
    }
  }
}
