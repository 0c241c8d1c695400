package io.nowfeed.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Action;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Topics;
import io.nowfeed.local.traffic.TestServers;
import io.nowfeed.local.traffic.TopicReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The replay through real parts: broker, Postgres, Debezium. */
class ReplayITCase {
  private static final int ROWS = 12_000;

  @TempDir private Path folder;
  private TestServers servers;
  private ProcessingOrderJob job;

  @BeforeEach
  void start() throws Exception {
    servers = TestServers.start(folder).withCapture();
    job =
        new ProcessingOrderJob(
            servers.target().bootstrapServers(), ReplayOptions.DEFAULT_CONSUMER_GROUP);
  }

  @AfterEach
  void stop() throws Exception {
    job.close();
    servers.close();
  }

  @Test
  void theJobJoinsWhatTheFileSays() {
    ReplaySummary summary = replay().run();

    assertThat(summary.finished()).isTrue();
    assertThat(summary.counts().rowsRead()).isEqualTo(ROWS);
    assertThat(summary.counts().userUpdates()).isEqualTo(8);
    assertExact(summary.counts());

    ReplaySummary again = replay().run();

    assertThat(again.finished()).isTrue();
    assertThat(again.counts()).isEqualTo(summary.counts());
    assertExact(again.counts());
  }

  @Test
  void aReplayStoppedInTheMiddleIsExactInTheEnd() throws Exception {
    ReplaySummary stopped = stopAfterRows(4_000);
    assertThat(stopped.finished()).isFalse();
    stopAfterRows(9_000);

    ReplaySummary summary = replay().run();

    assertThat(summary.finished()).isTrue();
    assertThat(summary.resumedAt()).isGreaterThan(stopped.counts().rowsRead());
    assertExact(summary.counts());
  }

  @Test
  void whatAKilledRunLeftOpenIsNeverSeen() throws Exception {
    stopAfterRows(2_000);
    KafkaEventSink killed = new KafkaEventSink(servers.target().bootstrapServers());
    killed.resume();
    killed.send(new Interaction("never", "7", null, "s", "a", Action.CLICK, 1291191960000L, null));

    ReplaySummary summary = replay().run();

    assertExact(summary.counts());
    assertThatThrownBy(
            () ->
                killed.commit(
                    ReplayProgress.of(
                        new FileIdentity("f", 1, "0123456789"), "m", summary.counts(), false)))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("another replay runs");
    killed.close();
  }

  private void assertExact(ReplayCounts counts) {
    SortedMap<String, Long> expected = new TreeMap<>(counts.sentByCountry());
    expected.put("-", counts.anonymous());
    assertThat(job.failure()).isNull();
    assertThat(job.joined()).isEqualTo(expected);
    assertThat(job.repeated()).isZero();
    assertThat(job.withoutContent()).isZero();
    assertThat(beaconIds()).hasSize((int) counts.beacons()).doesNotHaveDuplicates();
  }

  private List<String> beaconIds() {
    List<String> ids = new ArrayList<>();
    try {
      for (ConsumerRecord<String, byte[]> record :
          TopicReader.read(servers.target().bootstrapServers(), Topics.BEACONS)) {
        ids.add(EventDecoder.beacon(record.value()).eventId());
      }
    } catch (MalformedEventException e) {
      throw new AssertionError("a beacon breaks the contract", e);
    }
    return ids;
  }

  private ReplaySummary stopAfterRows(long rows) throws Exception {
    Replay replay = replay();
    CompletableFuture<ReplaySummary> run = CompletableFuture.supplyAsync(replay::run);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> run.isDone() || replay.counts().rowsRead() >= rows);
    replay.close();
    return run.get();
  }

  private Replay replay() {
    ReplayOptions options = new ReplayOptions(file(), ReplayMapping.onlineRetail(), 0);
    return new Replay(servers.target(), options, Clock.systemUTC());
  }

  /** Customers come one after another, and some of them move; some rows are nobody's, or bad. */
  private Path file() {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      int invoice = row / 20;
      int customer = invoice % (1 + row / 300);
      boolean moved = customer < 4 && row / 2_000 % 2 == 1;
      String prefix = invoice % 50 == 0 ? "C" : "";
      rows.add(
          Retail.row(
              prefix + (1000 + invoice),
              "item" + row % (50 + row / 50),
              row / 1_000,
              invoice % 9 == 0 ? "" : customer + ".0",
              moved ? "Norway" : customer % 3 == 0 ? "Portugal" : "United Kingdom"));
    }
    return Retail.write(folder.resolve("customers.csv"), rows);
  }
}
