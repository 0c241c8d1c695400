package io.nowfeed.jobs.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.config.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobStatusChangedListener;
import org.apache.flink.core.execution.JobStatusChangedListenerUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenLineage's listener, switched on as docs/lineage.md says, hears what a job reads and writes.
 */
class OpenLineageTest {
  private static final Path PAGE = Path.of("..", "docs", "lineage.md");

  @TempDir private Path folder;

  @Test
  void aSubmittedJobIsReportedWithItsInputsAndOutputs() throws Exception {
    Path events = folder.resolve("events");
    Configuration flink = Configuration.fromMap(documented());
    flink.setString("openlineage.transport.type", "file");
    flink.setString("openlineage.transport.location", events.toString());
    flink.setString("openlineage.disableCheckpointTracking", "true"); // there is no cluster
    // As Flink does where a job is submitted.
    List<JobStatusChangedListener> listeners =
        JobStatusChangedListenerUtils.createJobStatusChangedListeners(
            getClass().getClassLoader(), flink, Runnable::run);

    StreamGraph graph = analytics();
    PipelineExecutorUtils.notifyJobStatusListeners(graph, graph, listeners);

    JsonNode event = new ObjectMapper().readTree(Files.readAllLines(events).get(0));
    assertThat(event.path("eventType").asText()).isEqualTo("START");
    assertThat(event.at("/job/name").asText()).isEqualTo("Nowfeed analytics");
    assertThat(names(event.path("inputs")))
        .containsExactlyInAnyOrder(
            "kafka://broker:9092 enriched-interactions",
            "kafka://broker:9092 active-users",
            "kafka://broker:9092 popularity",
            "kafka://broker:9092 recommendations",
            "kafka://broker:9092 relevance");
    assertThat(names(event.path("outputs")))
        .contains(
            "bigquery p.nowfeed.recommendations",
            "postgres://db:5432 feed.public.popularity_boards",
            "kafka://broker:9092 dead-letters");
  }

  /** The lines of the page that go into Flink's configuration: one "key: value" each. */
  private static Map<String, String> documented() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
    return page.substring(begin, page.indexOf("```", begin))
        .lines()
        .map(line -> line.split(": ", 2))
        .collect(Collectors.toMap(line -> line[0], line -> line[1]));
  }

  private static StreamGraph analytics() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobConfig config =
        JobConfig.of(
            Map.of(
                "kafka.bootstrap.servers", "broker:9092",
                "bigquery.project", "p",
                "bigquery.endpoint.grpc", "localhost:1",
                "jdbc.url", "jdbc:postgresql://db:5432/feed"),
            AnalyticsJob.REQUIRED);
    JobLauncher.configure(env, config);
    AnalyticsJob.build(env, config);
    StreamGraph graph = env.getStreamGraph();
    graph.setJobName(AnalyticsJob.NAME);
    return graph;
  }

  private static List<String> names(JsonNode datasets) {
    List<String> names = new ArrayList<>();
    datasets.forEach(
        dataset ->
            names.add(dataset.path("namespace").asText() + " " + dataset.path("name").asText()));
    return names;
  }
}
