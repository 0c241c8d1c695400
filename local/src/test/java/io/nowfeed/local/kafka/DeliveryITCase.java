package io.nowfeed.local.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.PersonalizationPipeline.Outputs;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions.Delivery;
import io.nowfeed.jobs.flow.Result;
import io.nowfeed.jobs.source.AcceptStage;
import io.nowfeed.jobs.source.EventTime;
import io.nowfeed.jobs.source.ResultSources;
import io.nowfeed.local.job.RunningJob;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.traffic.TopicReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When readers see lists and leaderboards, by the settings of their delivery. */
class DeliveryITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LISTS_IN = "lists-in";
  private static final String BOARDS_IN = "boards-in";
  private static final List<String> OUT = List.of(Topics.RECOMMENDATIONS, Topics.POPULARITY);

  @TempDir private Path folder;
  private TestBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.start(folder);
    broker.createTopic(LISTS_IN, 1);
    broker.createTopic(BOARDS_IN, 1);
    broker.send(LISTS_IN, 0, "ann", json(Recommendations.class, Fixtures.recommendations()));
    broker.send(
        BOARDS_IN, 0, "global|1m", json(Leaderboard.class, Fixtures.leaderboard("global", "c-1")));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void atLeastOnceIsReadableBeforeAnyCheckpoint() throws Exception {
    try (RunningJob job = running(Delivery.AT_LEAST_ONCE)) {
      for (String topic : OUT) {
        await(topic).atMost(PATIENCE).until(() -> keys(topic).size() == 1);
      }
      assertThat(job.checkpoints()).isZero();
    }
    assertThat(keys(Topics.RECOMMENDATIONS)).containsExactly("ann");
    assertThat(keys(Topics.POPULARITY)).containsExactly("global|1m");
  }

  @Test
  void exactlyOnceIsReadableAfterACheckpointAlone() throws Exception {
    try (RunningJob job = running(Delivery.EXACTLY_ONCE)) {
      for (String topic : OUT) {
        await(topic).atMost(PATIENCE).until(() -> written(topic) == 1);
        assertThat(keys(topic)).as(topic).isEmpty();
      }

      job.checkpoint();

      for (String topic : OUT) {
        await(topic).atMost(PATIENCE).until(() -> keys(topic).size() == 1);
      }
    }
    assertThat(keys(Topics.RECOMMENDATIONS)).containsExactly("ann");
    assertThat(keys(Topics.POPULARITY)).containsExactly("global|1m");
  }

  private RunningJob running(Delivery delivery) throws Exception {
    Map<String, String> settings = new TreeMap<>();
    settings.put("kafka.bootstrap.servers", broker.access().bootstrapServers());
    settings.put("checkpoint.interval", "10 min"); // none comes by itself
    settings.put("recommendation.delivery", delivery.name());
    settings.put("popularity.delivery", delivery.name());
    JobConfig config = JobConfig.of(settings, PersonalizationJob.REQUIRED);
    return RunningJob.start(
        folder, Ports.free().flink(), config, 1, (env, jobConfig, markers) -> pass(env, jobConfig));
  }

  /** From topics of their own straight into the job's sinks. */
  private static void pass(StreamExecutionEnvironment env, JobConfig config) {
    ResultSources in = new ResultSources(config, "pass", Clock.systemUTC());
    Outputs out = PersonalizationJob.outputs(config);
    var lists =
        env.fromSource(in.recommendations(LISTS_IN), EventTime.ofTable(), LISTS_IN).uid(LISTS_IN);
    var boards =
        env.fromSource(in.popularity(BOARDS_IN), EventTime.ofTable(), BOARDS_IN).uid(BOARDS_IN);
    AcceptStage.attach(lists, "lists", AcceptStage.typeOf(lists.getType()))
        .map(Result::record)
        .returns(Recommendations.class)
        .uid("lists-records")
        .sinkTo(out.recommendations())
        .uid("lists-out");
    AcceptStage.attach(boards, "boards", AcceptStage.typeOf(boards.getType()))
        .map(Result::record)
        .returns(Leaderboard.class)
        .uid("boards-records")
        .sinkTo(out.popularity())
        .uid("boards-out");
  }

  /** What readers of committed records see. */
  private List<String> keys(String topic) {
    return TopicReader.read(broker.access().bootstrapServers(), topic).stream()
        .map(ConsumerRecord::key)
        .toList();
  }

  /** How many records there are, committed or not; markers of transactions count, too. */
  private long written(String topic) {
    PartitionOffsets offsets = new PartitionOffsets(broker.admin());
    return offsets.writtenEnds(offsets.partitions(List.of(topic))).values().stream()
        .mapToLong(end -> end)
        .sum();
  }

  private static <T> String json(Class<T> type, T value) {
    return new String(JsonCodec.of(type).encode(value), UTF_8);
  }
}
