package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.sinks.bigquery.ClickJob.Click;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a BigQuery that misbehaves, and a TaskManager that dies in between, do to rows: nothing. */
class BigQueryFaultsITCase {
  private static final long CLICKS = 4_000;
  private static final long SOME = 800;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  @RegisterExtension private static final TestCluster cluster = new TestCluster();

  @RegisterExtension private final ClickDataset bigQuery = new ClickDataset();

  @Test
  void appendThatArrivesTwice() throws Exception {
    ClickJob job = startAndAwaitSome(sink());

    bigQuery.faults().duplicateNextAppend();

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isZero();
  }

  @Test
  void offsetOutOfRangeFailsTheAttempt() throws Exception {
    ClickJob job = startAndAwaitSome(sink());

    bigQuery.faults().answerNextAppendOutOfRange();

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isEqualTo(1);
  }

  @Test
  void streamFinalizedUnderTheWriterIsReplacedByTheNextAttempt() throws Exception {
    bigQuery.faults().finalizeStreamOfNextAppend();

    ClickJob job = ClickJob.of(sink(), CLICKS).start(cluster.flink());

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isEqualTo(1);
  }

  @Test
  void streamGoneUnderTheWriterIsReplacedByTheNextAttempt() throws Exception {
    bigQuery.faults().forgetStreamOfNextAppend();

    ClickJob job = ClickJob.of(sink(), CLICKS).start(cluster.flink());

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isEqualTo(1);
  }

  @Test
  void quotaThatIsUsedUpForAWhileHoldsTheJobBackOnly() throws Exception {
    ClickJob job = startAndAwaitSome(sink());

    bigQuery.faults().exhausted(true);
    awaitStandstill(job);
    bigQuery.faults().exhausted(false);

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isZero();
  }

  @Test
  void quotaThatIsUsedUpForTooLongFailsAttempts() throws Exception {
    ClickJob job = startAndAwaitSome(impatientSink());

    bigQuery.faults().exhausted(true);
    await().atMost(PATIENCE).until(() -> job.restarts() > 0);
    bigQuery.faults().exhausted(false);

    bigQuery.assertExact(job, CLICKS);
  }

  @Test
  void outageForAWhileHoldsTheJobBackOnly() throws Exception {
    ClickJob job = startAndAwaitSome(sink());

    bigQuery.faults().unavailable(true);
    awaitStandstill(job);
    bigQuery.faults().unavailable(false);

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isZero();
  }

  @Test
  void outageForTooLongFailsAttempts() throws Exception {
    ClickJob job = startAndAwaitSome(impatientSink());

    bigQuery.faults().unavailable(true);
    await().atMost(PATIENCE).until(() -> job.restarts() > 0);
    bigQuery.faults().unavailable(false);

    bigQuery.assertExact(job, CLICKS);
  }

  @Test
  void slowAnswersCostTimeOnly() throws Exception {
    bigQuery.faults().delay(Duration.ofMillis(50));

    ClickJob job = ClickJob.of(sink(), CLICKS).start(cluster.flink());

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isZero();
  }

  @Test
  void taskManagerKilledBetweenAppendAndCheckpoint() throws Exception {
    ClickJob job = startAndAwaitSome(sink());

    // Appends take effect at once, and the checkpoint waits for their answers.
    bigQuery.faults().delay(PATIENCE);
    awaitStandstill(job);
    assertThat(job.checkpoints().getNumberOfInProgressCheckpoints()).isEqualTo(1);
    cluster.replaceTaskManager();
    bigQuery.faults().delay(Duration.ZERO);

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isPositive();
  }

  @Test
  void taskManagerKilledBetweenCheckpointAndFlush() throws Exception {
    ClickJob job = startAndAwaitSome(sink());

    ScheduledExecutorService saboteur = Executors.newSingleThreadScheduledExecutor();
    ScheduledFuture<?> sabotage =
        saboteur.scheduleAtFixedRate(
            bigQuery.faults()::failNextFlushBeforeEffect, 0, 1, TimeUnit.MILLISECONDS);
    try {
      awaitStandstill(job);
      cluster.replaceTaskManager();
      assertThat(sabotage.isDone()).isFalse();
    } finally {
      saboteur.shutdownNow();
    }
    assertThat(saboteur.awaitTermination(1, TimeUnit.SECONDS)).isTrue();

    bigQuery.assertExact(job, CLICKS);
    assertThat(job.restarts()).isPositive();
  }

  private ClickJob startAndAwaitSome(BigQuerySink<Click> sink) throws Exception {
    ClickJob job = ClickJob.of(sink, CLICKS).start(cluster.flink());
    await().atMost(PATIENCE).until(() -> bigQuery.visible() > SOME);
    return job;
  }

  /** No checkpoint completes any more, and no attempt fails. */
  private static void awaitStandstill(ClickJob job) throws Exception {
    long[] seen = {-1};
    await()
        .atMost(PATIENCE)
        .during(A_WHILE)
        .until(
            () -> {
              long before = seen[0];
              seen[0] = job.checkpoints().getNumberOfCompletedCheckpoints();
              return seen[0] == before;
            });
    assertThat(job.restarts()).isZero();
  }

  private BigQuerySink<Click> sink() {
    return bigQuery.sink("clicks").build();
  }

  /** Not for longer than a test has. */
  private BigQuerySink<Click> impatientSink() {
    return bigQuery.sink("clicks").setRetryFor(Duration.ofMillis(500)).build();
  }
}
