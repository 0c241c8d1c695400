package io.nowfeed.local.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that starts from empty state beside many users and a backlog of events: none is joined
 * before its user's newest version was read. {@code -Dnowfeed.bootstrap.users=1000000 -D….runs=N}
 * sets other sizes.
 */
class BootstrapITCase {
  private static final int USERS = Integer.getInteger("nowfeed.bootstrap.users", 300_000);
  private static final int EVENTS = Integer.getInteger("nowfeed.bootstrap.events", 100_000);
  private static final int RUNS = Integer.getInteger("nowfeed.bootstrap.runs", 1);
  private static final int PARALLELISM = 4;
  private static final int USERS_PARTITIONS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void noEventOfAnExistingUserIsUnmatchedOrStale() throws Exception {
    Ports ports = Ports.free();
    try (KafkaBroker kafka =
            KafkaBroker.start(folder.resolve("kafka"), ports.kafka(), ports.kafkaController());
        UsersBacklog backlog = new UsersBacklog(kafka.bootstrapServers(), "users-of-test", USERS)) {
      backlog.writeUsers(USERS_PARTITIONS, true);
      for (int run = 1; run <= RUNS; run++) {
        bootstrap(kafka.bootstrapServers(), backlog, run);
      }
    }
  }

  private void bootstrap(String bootstrapServers, UsersBacklog backlog, int run) throws Exception {
    backlog.writeEvents(EVENTS, "run-" + run, System.currentTimeMillis());
    long started = System.nanoTime();
    try (JoinedEvents joined = new JoinedEvents(bootstrapServers, backlog::newestLsn);
        PersonalizationRun job =
            PersonalizationRun.start(
                folder.resolve("run-" + run), PARALLELISM, settings(bootstrapServers, run))) {
      await()
          .atMost(PATIENCE)
          .pollInSameThread()
          .until(
              () -> {
                job.requireRunning();
                return joined.poll() >= EVENTS;
              });
      report(run, started);
      joined.assertComplete(EVENTS);
      assertThat(MetricsInMemory.sum("nowfeed.tableLoaded")).isEqualTo(PARALLELISM);
    }
  }

  /** Each run is a deployment of its own: the others' progress and transactions are not its. */
  private static Map<String, String> settings(String bootstrapServers, int run) {
    return Map.of(
        "kafka.bootstrap.servers",
        bootstrapServers,
        "kafka.consumer.group",
        "bootstrap-" + run,
        "kafka.transaction.prefix",
        "bootstrap-" + run,
        "deduplication.horizon",
        "1 min",
        "topic.users",
        "users-of-test");
  }

  private static void report(int run, long started) {
    System.out.printf(
        "bootstrap %d of %d: %,d users loaded %,d ms after the join's start, %,d of %,d events held"
            + " back; all readable %,d ms after submission%n",
        run,
        RUNS,
        USERS,
        MetricsInMemory.max("nowfeed.tableLoadMillis"),
        MetricsInMemory.sum("nowfeed.heldWhileLoading"),
        EVENTS,
        Duration.ofNanos(System.nanoTime() - started).toMillis());
  }
}
