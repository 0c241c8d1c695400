package io.nowfeed.local.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.ArchivePipeline;
import io.nowfeed.jobs.ArchivePipeline.Inputs;
import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.config.ArchiveOptions;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.Result;
import io.nowfeed.local.job.FailAt;
import io.nowfeed.local.job.RunningJob;
import io.nowfeed.local.kafka.TestBroker;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.traffic.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive's files hold each record of the topics once, whatever happens to the job. */
class ArchiveITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> BOTH_DAYS = List.of("dt=2026-02-28", "dt=2026-03-01");

  @TempDir private Path folder;
  private TestBroker broker;
  private FilesOf files;
  private ArchiveInput input;

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.start(folder);
    files = new FilesOf(folder.resolve("archive"));
    input = new ArchiveInput(broker);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void filesHoldEachRecordOnceWhateverFails() throws Exception {
    Origin poison = input.send();
    input.sendAborted();
    try (RunningJob job =
        RunningJob.start(
            folder,
            Ports.free().flink(),
            config(),
            2,
            (env, config, markers) -> throwingAt(poison, env, config, markers))) {
      await().atMost(PATIENCE).until(() -> job.threwAt(FailAt.name(poison)));
      awaitAll();

      input.send();
      job.kill();
      input.send();
      awaitAll();

      input.send();
      job.rescale(3);
      input.send();
      awaitAll();
      // Whatever an earlier attempt still had to finish is finished now.
      job.checkpoint();
      job.requireRunning();
    }

    assertThat(files.interactions()).containsExactlyInAnyOrderElementsOf(input.interactions());
    assertThat(files.lists()).containsExactlyInAnyOrderElementsOf(input.lists());
    assertEachInItsDay();
  }

  @Test
  void atTheEndOfTheStreamAllFilesAreFinished() throws Exception {

    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
    JobConfig config = config();
    JobLauncher.configure(env, config);
    env.enableCheckpointing(500);
    ArchivePipeline.build(
        new Inputs(
            env.fromData(
                    IntStream.range(0, 50)
                        .mapToObj(number -> read(ArchiveInput.interaction(number)))
                        .toList(),
                    FlowTypes.INBOUND_INTERACTION)
                .uid("some-interactions"),
            env.fromData(
                    IntStream.range(0, 50)
                        .mapToObj(number -> read(ArchiveInput.list(number)))
                        .toList(),
                    FlowTypes.INBOUND_LIST)
                .uid("some-lists")),
        ArchiveJob.outputs(config));

    env.execute();

    assertThat(files.interactions())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 50)
                .mapToObj(ArchiveInput::interaction)
                .map(interaction -> FilesOf.name(interaction.origin()))
                .toList());
    assertThat(files.lists()).hasSize(50).doesNotHaveDuplicates();
    assertEachInItsDay();
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndNoRow() throws Exception {
    RecordMetadata broken = broker.send(Topics.ENRICHED_INTERACTIONS, 1, "ann", "no json");
    input.send();

    try (RunningJob job =
        RunningJob.start(
            folder,
            Ports.free().flink(),
            config(),
            1,
            (env, config, markers) -> ArchiveJob.build(env, config))) {
      awaitAll();
      job.checkpoint();
      await().atMost(PATIENCE).until(() -> !deadLetters().isEmpty());
    }

    DeadLetter letter = JsonCodec.of(DeadLetter.class).decode(deadLetters().get(0).value());
    assertThat(deadLetters()).hasSize(1);
    assertThat(letter.topic()).isEqualTo(Topics.ENRICHED_INTERACTIONS);
    assertThat(letter.partition()).isEqualTo(1);
    assertThat(letter.offset()).isEqualTo(broken.offset());
    assertThat(letter.reason()).isEqualTo(DeadLetterReason.NOT_JSON);
    assertThat(new String(letter.value(), UTF_8)).isEqualTo("no json");
    assertThat(files.interactions()).containsExactlyInAnyOrderElementsOf(input.interactions());
  }

  private static <T> Inbound<Result<T>> read(T record) {
    return Inbound.of(new Result<>(record, null, 0, null, 0));
  }

  private static void throwingAt(
      Origin poison, StreamExecutionEnvironment env, JobConfig config, Path markers) {
    env.enableCheckpointing(config.millis(ArchiveOptions.ROLL_INTERVAL));
    Inputs inputs = ArchiveJob.inputs(env, config);
    ArchivePipeline.build(
        new Inputs(
            FailAt.in(
                inputs.enrichedInteractions(),
                FlowTypes.INBOUND_INTERACTION,
                Topics.ENRICHED_INTERACTIONS,
                (Result<EnrichedInteraction> read) -> FailAt.name(read.record().origin()),
                Set.of(FailAt.name(poison)),
                markers),
            inputs.recommendations()),
        ArchiveJob.outputs(config));
  }

  private JobConfig config() throws Exception {
    return JobConfig.of(
        Map.of(
            "kafka.bootstrap.servers", broker.access().bootstrapServers(),
            "archive.path", files.archive().toUri().toString(),
            "archive.roll-interval", "500 ms"),
        ArchiveJob.REQUIRED);
  }

  private void awaitAll() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(new TreeSet<>(files.interactions())).containsAll(input.interactions());
              assertThat(new TreeSet<>(files.lists())).containsAll(input.lists());
            });
  }

  private void assertEachInItsDay() throws Exception {
    assertThat(files.misplaced("enriched_interactions", "event_time")).isEmpty();
    assertThat(files.misplaced("recommendations", "generated_at")).isEmpty();
    assertThat(files.folders("enriched_interactions")).isEqualTo(BOTH_DAYS);
    assertThat(files.folders("recommendations")).isEqualTo(BOTH_DAYS);
  }

  private List<ConsumerRecord<String, byte[]>> deadLetters() {
    return TopicReader.read(broker.access().bootstrapServers(), Topics.DEAD_LETTERS);
  }
}
