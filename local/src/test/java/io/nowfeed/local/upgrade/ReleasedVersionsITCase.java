package io.nowfeed.local.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.jobs.JobVersion;
import io.nowfeed.local.job.RunningJob;
import io.nowfeed.local.kafka.TestBroker;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.upgrade.KeptSavepoints.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The jobs of today go on from the savepoints of every released version, and hold the states that
 * are listed. Before a release, keep its savepoints and list its states:
 *
 * <pre>
 *  mvn verify -pl local -am -Dtest=none -Dit.test=ReleasedVersionsITCase \
 *    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
 *    -Dnowfeed.keep=savepoints,states
 * </pre>
 */
class ReleasedVersionsITCase {
  private static final String KEEP = System.getProperty("nowfeed.keep", "");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @BeforeAll
  static void keepThoseOfThisVersion(@TempDir Path folder) throws Exception {
    if (!KEEP.contains("savepoints")) {
      return;
    }
    String version = JobVersion.current().replace("-SNAPSHOT", "");
    for (String job : List.of("personalization", "analytics", "archive")) {
      Path own = Files.createDirectory(folder.resolve(job));
      try (JobStory story = story(job, own)) {
        KeptSavepoints.keep(playBefore(story, own), version, job);
      }
    }
  }

  static List<Kept> kept() {
    return KeptSavepoints.all();
  }

  @ParameterizedTest
  @MethodSource("kept")
  void aJobGoesOnFromASavepointOf(Kept kept) throws Exception {
    kept.unpack(folder.resolve("flink").resolve("personalization").resolve("kept"));
    try (JobStory story = story(kept.job(), folder);
        TestBroker broker = TestBroker.start(folder)) {
      story.prepare(broker);
      broker.sendAll(unreadable(story));
      Results results = new Results(broker.access().bootstrapServers());
      try (RunningJob running = start(story, broker, folder)) {
        broker.sendAll(story.after());
        until(running, () -> story.assertWentOn(results));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"personalization", "analytics", "archive"})
  void aJobHoldsTheStatesThatAreListed(String job) throws Exception {
    List<String> states;
    try (JobStory story = story(job, folder);
        TestBroker broker = TestBroker.start(folder)) {
      story.prepare(broker);
      try (RunningJob running = start(story, broker, folder)) {
        awaitCheckpoint(running);
        states = lines(running.savepoint(folder.resolve("fresh")));
      }
    }
    if (KEEP.contains("states")) {
      Files.write(ListedStates.file(job), states);
    }
    assertThat(states).isEqualTo(Files.readAllLines(ListedStates.file(job)));
  }

  private static List<String> lines(Path savepoint) throws IOException {
    return SavepointStates.of(KeptSavepoints.read(savepoint)).stream()
        .map(SavepointStates.State::toString)
        .toList();
  }

  /** Plays the first part of a story, and gives a savepoint of the moment when all is quiet. */
  private static Path playBefore(JobStory story, Path folder) throws Exception {
    try (TestBroker broker = TestBroker.start(folder)) {
      story.prepare(broker);
      Results results = new Results(broker.access().bootstrapServers());
      try (RunningJob running = start(story, broker, folder)) {
        for (int i = 0; i < story.before().size(); i++) {
          int step = i;
          broker.sendAll(story.before().get(step));
          until(running, () -> story.assertTaken(step, results));
          // Behind it, no transaction is left that only the broker of today could commit.
          awaitCheckpoint(running);
        }
        return running.savepoint(folder.resolve("savepoints"));
      }
    }
  }

  /** As many records as were read before: who reads them again says so by a dead letter. */
  private static List<ProducerRecord<byte[], byte[]>> unreadable(JobStory story) {
    return story.before().stream()
        .flatMap(List::stream)
        .map(
            read ->
                new ProducerRecord<>(
                    read.topic(),
                    read.partition(),
                    read.timestamp(),
                    read.key(),
                    "was read before".getBytes(UTF_8)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static RunningJob start(JobStory story, TestBroker broker, Path folder) throws Exception {
    Configuration settings = new Configuration();
    // So that all state is in the one file that is kept.
    settings.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.parse("1 mb"));
    // Of what was removed on purpose; Flink refuses to lose any other state.
    settings.set(
        StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE,
        RemovedStates.ofOperators(story.job()));
    return RunningJob.start(
        folder,
        Ports.free().flink(),
        story.config(broker.access().bootstrapServers()),
        1,
        (env, config, markers) -> {
          env.configure(settings);
          story.build(env, config);
        });
  }

  private static void awaitCheckpoint(RunningJob job) throws Exception {
    long done = job.checkpoints();
    until(job, () -> assertThat(job.checkpoints()).isGreaterThanOrEqualTo(done + 2));
  }

  private static void until(RunningJob job, ThrowingRunnable assertion) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () -> {
              job.requireRunning();
              assertion.run();
            });
  }

  private static JobStory story(String job, Path folder) throws IOException {
    return switch (job) {
      case "personalization" -> new PersonalizationStory();
      case "analytics" -> new AnalyticsStory(folder);
      case "archive" -> new ArchiveStory(folder);
      default -> throw new IllegalArgumentException("no job " + job);
    };
  }
}
