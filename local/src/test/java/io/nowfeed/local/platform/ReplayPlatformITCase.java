package io.nowfeed.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.FieldValueList;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.local.audit.Audit;
import io.nowfeed.local.audit.AuditOptions;
import io.nowfeed.local.audit.AuditReport;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.replay.Replay;
import io.nowfeed.local.replay.ReplayMapping;
import io.nowfeed.local.replay.ReplayOptions;
import io.nowfeed.local.replay.ReplaySummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file through the whole platform while things go wrong: its numbers never change. */
class ReplayPlatformITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private RetailFile file;

  @BeforeEach
  void write() throws IOException {
    file = RetailFile.write(folder.resolve("retail.csv"));
  }

  @Test
  void itGoesOnExactlyAfterAnExceptionInsideTheJobAndAfterAStopInTheMiddle() throws Exception {
    try (RunningPlatform running = RunningPlatform.in(data(), failingOnce())) {
      Replay replay = replay(running);
      CompletableFuture<ReplaySummary> run = CompletableFuture.supplyAsync(replay::run);
      awaitRows(replay, run, file.rows() / 2);
      replay.close();
      assertThat(run.get().finished()).isFalse();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(running.platform().restarts()).isEqualTo(1);
                assertEachOnce(running);
              });
    }

    try (RunningPlatform running = RunningPlatform.in(data(), failingOnce());
        Replay replay = replay(running)) {
      ReplaySummary summary = replay.run();

      assertThat(summary.finished()).isTrue();
      assertThat(summary.resumedAt()).isBetween(file.rows() / 2, file.rows() - 1);
      assertThat(summary.counts().rowsRead()).isEqualTo(file.rows());
      assertExact(running);
      assertThat(running.platform().restarts()).isZero();
    }
  }

  private static PlatformOptions failingOnce() {
    return PlatformOptions.on(Ports.free()).failingAfter(100);
  }

  private static void awaitRows(Replay replay, CompletableFuture<ReplaySummary> run, long rows) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> run.isDone() || replay.counts().rowsRead() >= rows);
    assertThat(run).isNotDone();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Replay replay(RunningPlatform running) {
    ReplayOptions options = new ReplayOptions(file.path(), ReplayMapping.onlineRetail(), 0);
    return new Replay(running.platform().target(), options, Clock.systemUTC());
  }

  /** The tables say what the file says, and go on saying it; each row has an origin of its own. */
  private void assertExact(RunningPlatform running) throws Exception {
    try (Outsider outsider = new Outsider(running.platform().endpoints())) {
      await()
          .atMost(PATIENCE)
          .during(Duration.ofSeconds(3))
          .untilAsserted(
              () -> {
                assertThat(rows(outsider, "enriched_interactions"))
                    .isEqualTo(file.purchasesByCountry());
                assertThat(rows(outsider, "active_users")).isEqualTo(file.invoicesByCountry());
              });
      assertThat(distinctOrigins(outsider, "enriched_interactions"))
          .isEqualTo(sum(file.purchasesByCountry()));
      assertThat(distinctOrigins(outsider, "active_users"))
          .isEqualTo(sum(file.invoicesByCountry()));
      assertThat(outsider.read(Topics.DEAD_LETTERS, DeadLetter.class)).isEmpty();
      assertThat(outsider.read(Topics.LATE_EVENTS, LateEvent.class))
          .extracting(late -> late.interaction().origin())
          .doesNotHaveDuplicates()
          .isSubsetOf(origins(outsider));
    }
    assertEachOnce(running);
  }

  /** Whatever was sent so far came out, and no more. */
  private static void assertEachOnce(RunningPlatform running) throws IOException {
    assertThat(audit(running).hops())
        .hasSize(5)
        .allSatisfy(
            hop -> {
              assertThat(hop.in()).isPositive().isEqualTo(hop.out());
              assertThat(hop.missing().count()).isZero();
              assertThat(hop.repeated().count()).isZero();
            });
  }

  private static AuditReport audit(RunningPlatform running) throws IOException {
    Platform platform = running.platform();
    AuditOptions options =
        new AuditOptions(
            KafkaAccess.of(platform.endpoints().kafka()),
            "nowfeed",
            Pattern.compile(".*"),
            Set.of(Replay.PROGRESS_TOPIC),
            Duration.ZERO,
            new AuditOptions.Tables(
                platform.bigQueryClient(), DatasetId.of(Platform.PROJECT, Platform.DATASET)),
            progress -> {});
    return new Audit(options, Clock.systemUTC()).run();
  }

  private static Iterable<Origin> origins(Outsider outsider) {
    return outsider.read(Topics.ENRICHED_INTERACTIONS, EnrichedInteraction.class).stream()
        .map(EnrichedInteraction::origin)
        .toList();
  }

  private static SortedMap<String, Long> rows(Outsider outsider, String table) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (FieldValueList row :
        outsider.bigQuery("SELECT country, count(*) FROM " + table + " GROUP BY country")) {
      String country = row.get(0).isNull() ? RetailFile.NOBODY : row.get(0).getStringValue();
      counts.put(country, row.get(1).getLongValue());
    }
    return counts;
  }

  private static long distinctOrigins(Outsider outsider, String table) {
    return outsider.count(
        "SELECT count(DISTINCT (origin_topic, origin_partition, origin_offset)) FROM " + table);
  }

  private static long sum(SortedMap<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
