package io.nowfeed.local.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.archive.ArchivedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A row of each table before the savepoint, and one behind it. */
final class ArchiveStory implements JobStory {
  private final Path archive;

  ArchiveStory(Path folder) {
    archive = folder.resolve("archive");
  }

  @Override
  public String job() {
    return "archive";
  }

  @Override
  public JobConfig config(String bootstrapServers) throws InvalidConfigException {
    return JobConfig.of(
        Map.of(
            "kafka.bootstrap.servers",
            bootstrapServers,
            "archive.path",
            archive.toUri().toString(),
            "archive.roll-interval",
            "200 ms"),
        ArchiveJob.REQUIRED);
  }

  @Override
  public void build(StreamExecutionEnvironment env, JobConfig config) {
    ArchiveJob.build(env, config);
  }

  @Override
  public List<List<ProducerRecord<byte[], byte[]>>> before() {
    return List.of(after());
  }

  @Override
  public void assertTaken(int step, Results results) throws Exception {
    assertWentOn(results);
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> after() {
    return List.of(
        record(
            Topics.ENRICHED_INTERACTIONS,
            JsonCodec.of(EnrichedInteraction.class)
                .encode(Fixtures.enriched("c-1", Action.CLICK, Fixtures.NOON))),
        record(
            Topics.RECOMMENDATIONS,
            JsonCodec.of(Recommendations.class).encode(Fixtures.recommendations())));
  }

  /** What came before is in the archive of then, and not here. */
  @Override
  public void assertWentOn(Results results) throws Exception {
    assertThat(results.of(Topics.DEAD_LETTERS, DeadLetter.class))
        .as("goes on where it was in every topic")
        .isEmpty();
    for (String table : List.of("enriched_interactions", "recommendations")) {
      assertThat(ArchivedFiles.in(archive, table)).as(table).hasSize(1);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, byte[] value) {
    return new ProducerRecord<>(topic, 0, "ann".getBytes(UTF_8), value);
  }
}
