package io.nowfeed.jobs.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.lineage.JobLineage.Dataset;
import io.nowfeed.jobs.lineage.JobLineage.Endpoint;
import io.nowfeed.jobs.lineage.JobLineage.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobStatusChangedEvent;
import org.apache.flink.core.execution.JobStatusChangedListener;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.runtime.execution.JobCreatedEvent;
import org.junit.jupiter.api.Test;

/** The graphs over the real connectors report everything they read and write. */
class JobsReportTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "kafka.bootstrap.servers", "broker:9092,other:9092",
          "bigquery.project", "p",
          "bigquery.endpoint.grpc", "localhost:1",
          "jdbc.url", "jdbc:postgresql://db:5432/feed",
          "jdbc.password", "secret",
          "archive.path", "file:///data/nowfeed");

  /** All that come into results: events, and what they are joined with. */
  private static final Set<String> JOINED = Set.of("beacons", "interactions", "users", "content");

  @Test
  void personalizationReportsItsTopics() throws Exception {
    Reported reported = report(PersonalizationJob::build, PersonalizationJob.REQUIRED, Map.of());

    assertThat(reported.inputs())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Source: beacons", "kafka://broker:9092 beacons",
                "Source: interactions", "kafka://broker:9092 interactions",
                "Source: users", "kafka://broker:9092 nowfeed.public.users",
                "Source: content", "kafka://broker:9092 content"));
    assertThat(reported.outputs())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Sink: active-users: Writer", "kafka://broker:9092 active-users",
                "Sink: enriched-interactions: Writer", "kafka://broker:9092 enriched-interactions",
                "Sink: popularity: Writer", "kafka://broker:9092 popularity",
                "Sink: recommendations: Writer", "kafka://broker:9092 recommendations",
                "Sink: relevance: Writer", "kafka://broker:9092 relevance",
                "Sink: late-events: Writer", "kafka://broker:9092 late-events",
                "Sink: duplicates: Writer", "kafka://broker:9092 duplicates",
                "Sink: dead-letters: Writer", "kafka://broker:9092 dead-letters"));
    assertThat(reported.origins("recommendations", "popularity", "dead-letters"))
        .containsExactly(JOINED, JOINED, JOINED);
    assertThat(reported.origins("duplicates"))
        .containsExactly(Set.of("beacons", "interactions", "users"));
  }

  @Test
  void analyticsReportsTablesAndWhereRefusedRowsGo() throws Exception {
    Reported reported = report(AnalyticsJob::build, AnalyticsJob.REQUIRED, Map.of());

    assertThat(reported.inputs().values())
        .containsExactlyInAnyOrder(
            "kafka://broker:9092 enriched-interactions",
            "kafka://broker:9092 active-users",
            "kafka://broker:9092 popularity",
            "kafka://broker:9092 recommendations",
            "kafka://broker:9092 relevance");
    String refused = "; kafka://broker:9092 dead-letters";
    Map<String, String> expected = new HashMap<>();
    for (String topic :
        List.of("enriched-interactions", "active-users", "popularity", "recommendations")) {
      expected.put(
          "BigQuery: " + topic + ": Writer",
          "bigquery p.nowfeed." + topic.replace('-', '_') + refused);
    }
    expected.put("BigQuery: relevance: Writer", "bigquery p.nowfeed.relevance" + refused);
    expected.put(
        "Postgres: popularity: Writer", "postgres://db:5432 feed.public.popularity_boards");
    expected.put(
        "Postgres: active-users: Writer", "postgres://db:5432 feed.public.active_user_states");
    expected.put("Postgres: relevance: Writer", "postgres://db:5432 feed.public.relevance");
    expected.put("Sink: dead-letters: Writer", "kafka://broker:9092 dead-letters");
    assertThat(reported.outputs()).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(reported.lineage.flows())
        .contains(
            new Flow("Source: active-users", "Postgres: active-users: Writer"),
            new Flow("Source: recommendations", "Postgres: active-users: Writer"))
        .doesNotContain(new Flow("Source: popularity", "Postgres: active-users: Writer"));
  }

  @Test
  void theArchiveReportsItsFolders() throws Exception {
    Reported reported = report(ArchiveJob::build, ArchiveJob.REQUIRED, Map.of());

    assertThat(reported.outputs())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Archive: enriched-interactions: Writer",
                    "file /data/nowfeed/enriched_interactions",
                "Archive: recommendations: Writer", "file /data/nowfeed/recommendations",
                "Sink: dead-letters: Writer", "kafka://broker:9092 dead-letters"));
    assertThat(reported.lineage.flows())
        .contains(new Flow("Source: recommendations", "Archive: recommendations: Writer"))
        .hasSize(4);
  }

  /** When this fails, Flink has learnt it, and its relations can be taken as they are. */
  @Test
  void flinkItselfDoesNotSeeBehindABroadcastJoin() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobConfig config = JobConfig.of(SETTINGS, PersonalizationJob.REQUIRED);
    JobLauncher.configure(env, config);
    PersonalizationJob.build(env, config);

    assertThat(createdEvent(env.getStreamGraph()).lineageGraph().relations())
        .extracting(edge -> edge.sink().datasets().get(0).name())
        .contains("dead-letters", "duplicates")
        .doesNotContain("recommendations", "active-users");
  }

  @Test
  void aSourceOfSeveralTopicsReportsEach() throws Exception {
    Reported reported =
        report(
            PersonalizationJob::build,
            PersonalizationJob.REQUIRED,
            Map.of("topic.beacons", "beacons-eu;beacons-us"));

    assertThat(reported.inputs().get("Source: beacons"))
        .isEqualTo("kafka://broker:9092 beacons-eu; kafka://broker:9092 beacons-us");
  }

  @Test
  void lineageComesBackFromTheParametersOfTheJobAndHoldsNoSecret() throws Exception {
    Reported reported = report(AnalyticsJob::build, AnalyticsJob.REQUIRED, Map.of());

    assertThat(JobLineage.fromJson(reported.parameter)).isEqualTo(reported.lineage);
    assertThat(reported.parameter).doesNotContain("secret");
  }

  @Test
  void parametersThatTheJobWasStartedWithStay() {
    Configuration started = new Configuration();
    started.set(PipelineOptions.GLOBAL_JOB_PARAMETERS, Map.of("team", "feed"));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(started);

    JobLauncher.keepLineage(env);

    assertThat(env.getConfig().getGlobalJobParameters().toMap())
        .containsEntry("team", "feed")
        .containsKey(JobLineage.PARAMETER);
  }

  /** What was kept of a graph; compared with the event that Flink makes of the same graph. */
  private static Reported report(
      BiConsumer<StreamExecutionEnvironment, JobConfig> build,
      List<ConfigOption<?>> required,
      Map<String, String> more)
      throws InvalidConfigException {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.putAll(more);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobConfig config = JobConfig.of(settings, required);
    JobLauncher.configure(env, config);
    build.accept(env, config);
    JobLauncher.keepLineage(env);
    String parameter = env.getConfig().getGlobalJobParameters().toMap().get(JobLineage.PARAMETER);
    Reported reported = new Reported(JobLineage.fromJson(parameter), parameter);
    StreamGraph graph = env.getStreamGraph();
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .containsAll(reported.inputs().keySet())
        .containsAll(reported.outputs().keySet());
    assertSameAs(createdEvent(graph), reported);
    return reported;
  }

  private static JobCreatedEvent createdEvent(StreamGraph graph) {
    List<JobStatusChangedEvent> events = new ArrayList<>();
    JobStatusChangedListener listener = events::add;
    PipelineExecutorUtils.notifyJobStatusListeners(graph, graph, List.of(listener));
    assertThat(events).singleElement().isInstanceOf(JobCreatedEvent.class);
    return (JobCreatedEvent) events.get(0);
  }

  private static void assertSameAs(JobCreatedEvent event, Reported reported) {
    assertThat(names(event.lineageGraph().sources()))
        .isEqualTo(new TreeSet<>(reported.inputs().values()));
    assertThat(names(event.lineageGraph().sinks()))
        .isEqualTo(new TreeSet<>(reported.outputs().values()));
    assertThat(reported.lineage.flows())
        .hasSizeGreaterThanOrEqualTo(event.lineageGraph().relations().size());
  }

  private static Set<String> names(List<? extends LineageVertex> vertices) {
    return vertices.stream()
        .map(
            vertex ->
                vertex.datasets().stream()
                    .map(dataset -> dataset.namespace() + " " + dataset.name())
                    .map(name -> name.replace("beacons-eu,", "beacons-eu; kafka://broker:9092 "))
                    .collect(Collectors.joining("; ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same for eyes. */
  private record Reported(JobLineage lineage, String parameter) {
    Map<String, String> inputs() {
      return byOperator(lineage.inputs());
    }

    Map<String, String> outputs() {
      return byOperator(lineage.outputs());
    }

    /** Of each topic, names of the sources it comes from. */
    List<Set<String>> origins(String... topics) {
      return List.of(topics).stream().map(this::originsOf).toList();
    }

    private Set<String> originsOf(String topic) {
      return lineage.flows().stream()
          .filter(flow -> flow.output().equals("Sink: " + topic + ": Writer"))
          .map(flow -> flow.input().replace("Source: ", ""))
          .collect(Collectors.toSet());
    }

    private static Map<String, String> byOperator(List<Endpoint> endpoints) {
      Map<String, String> byOperator = new TreeMap<>();
      for (Endpoint endpoint : endpoints) {
        byOperator.put(
            endpoint.operator(),
            endpoint.datasets().stream().map(Reported::text).collect(Collectors.joining("; ")));
      }
      return byOperator;
    }

    private static String text(Dataset dataset) {
      return dataset.namespace() + " " + dataset.name();
    }
  }
}
