package io.nowfeed.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.runtime.partitioner.KeyGroupStreamPartitioner;
import org.junit.jupiter.api.Test;

/**
 * The graphs over the real connectors can be built: with {@code generic-types} and {@code
 * auto-generate-uids} off, that already fails on a type for Kryo and on a missing uid.
 */
class JobGraphTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "kafka.bootstrap.servers", "localhost:9092",
          "bigquery.project", "p",
          "bigquery.endpoint.grpc", "localhost:1",
          "jdbc.url", "jdbc:postgresql://localhost/x",
          "archive.path", "file:///nowhere");

  @Test
  void uidsOfPersonalizationAreThoseThatSavepointsHold() throws Exception {
    StreamGraph graph = graph(PersonalizationJob::build, PersonalizationJob.REQUIRED);
    assertThat(uids(graph)).isEqualTo(recorded("personalization-uids.txt"));
  }

  @Test
  void uidsOfAnalyticsAreThoseThatSavepointsHold() throws Exception {
    StreamGraph graph = graph(AnalyticsJob::build, AnalyticsJob.REQUIRED);
    assertThat(uids(graph)).isEqualTo(recorded("analytics-uids.txt"));
  }

  @Test
  void uidsOfArchiveAreThoseThatSavepointsHold() throws Exception {
    StreamGraph graph = graph(ArchiveJob::build, ArchiveJob.REQUIRED);
    assertThat(uids(graph)).isEqualTo(recorded("archive-uids.txt"));
  }

  @Test
  void twoSubtasksNeverWriteTheRowOfOneUser() throws Exception {
    StreamGraph graph = graph(AnalyticsJob::build, AnalyticsJob.REQUIRED);

    assertThat(graph.getStreamNodes())
        .filteredOn(node -> "sink-jdbc-active-users".equals(node.getTransformationUID()))
        .flatExtracting(StreamNode::getInEdges)
        .hasSize(2)
        .extracting(StreamEdge::getPartitioner)
        .hasOnlyElementsOfType(KeyGroupStreamPartitioner.class);
  }

  @Test
  void filesOfTheArchiveEndAtItsOwnInterval() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobConfig config = JobConfig.of(SETTINGS, ArchiveJob.REQUIRED);
    JobLauncher.configure(env, config);
    ArchiveJob.build(env, config);

    assertThat(env.getCheckpointInterval()).isEqualTo(Duration.ofMinutes(5).toMillis());
  }

  @Test
  void everyOperatorHasTheMaximumParallelism() throws Exception {
    StreamGraph graph = graph(PersonalizationJob::build, PersonalizationJob.REQUIRED);
    assertThat(graph.getStreamNodes())
        .allSatisfy(node -> assertThat(node.getMaxParallelism()).isEqualTo(720));
  }

  @Test
  void unalignedCheckpointsAreOffWhateverTheClusterSays() throws Exception {
    Configuration cluster = new Configuration();
    cluster.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(cluster);

    JobLauncher.configure(env, JobConfig.of(SETTINGS, PersonalizationJob.REQUIRED));

    assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isFalse();
  }

  private static StreamGraph graph(
      BiConsumer<StreamExecutionEnvironment, JobConfig> build, List<ConfigOption<?>> required)
      throws InvalidConfigException {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobConfig config = JobConfig.of(SETTINGS, required);
    JobLauncher.configure(env, config);
    build.accept(env, config);
    StreamGraph graph = env.getStreamGraph();
    graph.getJobGraph();
    return graph;
  }

  private static String uids(StreamGraph graph) {
    return graph.getStreamNodes().stream()
            .map(StreamNode::getTransformationUID)
            .sorted()
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String recorded(String name) throws IOException {
    try (InputStream in = JobGraphTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
