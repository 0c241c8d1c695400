package io.nowfeed.local.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nowfeed.jobs.lineage.JobLineage;
import io.nowfeed.jobs.lineage.JobLineage.Dataset;
import io.nowfeed.jobs.lineage.JobLineage.Endpoint;
import io.nowfeed.jobs.lineage.JobLineage.Flow;
import io.nowfeed.local.lineage.RunningGraph.Edge;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Flink and Connect tell becomes one graph. */
class LineageTest {
  private static final String KAFKA = "kafka://broker:9092";
  private static final String METRICS = "/jobs/1/vertices/v/subtasks/metrics";
  private static final String READ = "Source__beacons.numRecordsIn";
  private static final String LETTERS = "Sink__dead-letters__Writer.numRecordsIn";
  private static final String ROWS = "BigQuery__active-users__Writer.numRecordsIn";
  private static final String REFUSED = "BigQuery__active-users__Writer.numRecordsSendErrors";

  private static final JobLineage JOB =
      new JobLineage(
          List.of(
              new Endpoint("Source: beacons", List.of(new Dataset(KAFKA, "beacons"))),
              new Endpoint(
                  "Source: interactions",
                  List.of(new Dataset(KAFKA, "clicks-eu"), new Dataset(KAFKA, "clicks-us")))),
          List.of(
              new Endpoint(
                  "Sink: dead-letters: Writer", List.of(new Dataset(KAFKA, "dead-letters"))),
              new Endpoint(
                  "BigQuery: active-users: Writer",
                  List.of(
                      new Dataset("bigquery", "p.nowfeed.active_users"),
                      new Dataset(KAFKA, "dead-letters"))),
              new Endpoint(
                  "Archive: lists: Writer",
                  List.of(new Dataset("s3://bucket", "feed/recommendations")))),
          List.of(new Flow("Source: beacons", "Sink: dead-letters: Writer")));

  private FakeRest flink;
  private FakeRest connect;

  @BeforeEach
  void start() throws IOException {
    flink =
        new FakeRest()
            .answer(
                "/jobs/overview",
                """
                {"jobs": [{"jid": "1", "name": "feed", "state": "RUNNING"},
                  {"jid": "2", "name": "stopped", "state": "CANCELED"},
                  {"jid": "3", "name": "somebody's", "state": "RUNNING"}]}\
                """)
            .answer("/jobs/1/config", config(Map.of(JobLineage.PARAMETER, JOB.toJson())))
            .answer("/jobs/3/config", config(Map.of()))
            .answer("/jobs/1", "{\"vertices\": [{\"id\": \"v\"}]}")
            .answer(
                METRICS,
                ids("Source__beacons.currentOutputWatermark", READ, LETTERS, ROWS, REFUSED))
            .answer(
                METRICS + "?agg=sum&get=" + String.join("%2C", READ, LETTERS, ROWS, REFUSED),
                sums(5, 5, 5, 5),
                sums(1_234_567, 3, 40, 2));
    connect =
        new FakeRest()
            .answer(
                "/connectors?expand=info&expand=status",
                """
                {"users": {"info": {"config": {"topic.prefix": "shop", "table.include.list": "public.users",
                    "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
                    "database.hostname": "${env:HOST}", "database.dbname": "${env:DB}"}},
                  "status": {"tasks": [{"state": "RUNNING"}]}},
                 "failed": {"info": {"config": {"topic.prefix": "x", "table.include.list": "public.x",
                    "connector.class": "io.debezium.connector.postgresql.PostgresConnector"}},
                  "status": {"tasks": [{"state": "FAILED"}]}}}\
                """);
  }

  @AfterEach
  void stop() {
    flink.close();
    connect.close();
  }

  @Test
  void edgesCountWhatIsReadWrittenAndRefused() throws Exception {
    RunningGraph graph = graph();

    String job = "job/1";
    assertThat(graph.edges())
        .contains(
            new Edge(KAFKA + "/beacons", job, 1_234_567L),
            new Edge(job, "bigquery/p.nowfeed.active_users", 38L),
            new Edge(job, KAFKA + "/dead-letters", 5L));
  }

  @Test
  void whatNobodyCountsIsNotCalledZero() throws Exception {
    assertThat(graph().edges())
        .contains(
            new Edge(KAFKA + "/clicks-eu", "job/1", null),
            new Edge(KAFKA + "/clicks-us", "job/1", null),
            new Edge("job/1", "s3://bucket/feed/recommendations", null));
  }

  @Test
  void onlyWhatRunsIsShownAndWhoSaysNothingIsNamed() throws Exception {
    RunningGraph graph = graph();
    assertThat(graph.nodes()).extracting(RunningGraph.Node::name).contains("feed", "users");
    assertThat(graph.nodes())
        .extracting(RunningGraph.Node::name)
        .doesNotContain("stopped", "failed", "somebody's");
    assertThat(graph.silent()).containsExactly("somebody's");
  }

  @Test
  void nodesSayWhatTheCatalogKnows() throws Exception {
    RunningGraph graph = graph();
    RunningGraph.Node beacons = graph.node(KAFKA + "/beacons");
    assertThat(beacons.schema()).isEqualTo("beacons.schema.json");
    assertThat(beacons.owner()).isEqualTo("clients");
    assertThat(beacons.pii()).isTrue();
    assertThat(graph.node(KAFKA + "/clicks-eu").schema())
        .as("of a topic that is called otherwise")
        .isEqualTo("interactions.schema.json");
    assertThat(graph.node("bigquery/p.nowfeed.active_users").schema())
        .isEqualTo("bigquery table active_users");
    assertThat(graph.node("s3://bucket/feed/recommendations").schema())
        .isEqualTo("archive recommendations");
    assertThat(graph.node("postgres://db:5432/shop.public.users").owner()).isEqualTo("accounts");
  }

  @Test
  void aTableThatIsCapturedLeadsThroughItsConnectorToItsTopic() throws Exception {
    assertThat(graph().edges())
        .contains(
            new Edge("postgres://db:5432/shop.public.users", "connector/users", null),
            new Edge("connector/users", "kafka/shop.public.users", null));
  }

  @Test
  void aDatabaseThatTheConnectorNamesIsTaken() throws Exception {
    connect.answer(
        "/connectors?expand=info&expand=status",
        """
        {"c": {"info": {"config": {"topic.prefix": "feed", "table.include.list": "public.users, public.plans",
            "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
            "database.hostname": "main", "database.port": "6432", "database.dbname": "app"}},
          "status": {"tasks": [{"state": "RUNNING"}]}}}\
        """);
    assertThat(graph().edges())
        .contains(
            new Edge("postgres://main:6432/app.public.users", "connector/c", null),
            new Edge("connector/c", "kafka/feed.public.plans", null));
  }

  @Test
  void textIsReadJobByJob() throws Exception {
    List<String> lines = GraphFormat.TEXT.format(graph()).lines().toList();
    assertThat(lines.get(0)).isEqualTo("2 jobs run at " + flink.url());
    assertThat(lines)
        .contains("feed (job)", "users (connector)")
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "  reads   topic beacons +1,234,567  beacons\\.schema\\.json, owner"
                            + " clients, pii"))
        .anySatisfy(
            line ->
                assertThat(line).matches(" +topic clicks-us +-  interactions\\.schema\\.json.*"))
        .anySatisfy(line -> assertThat(line).startsWith("somebody's runs and does not say"));
  }

  @Test
  void mermaidIsAFlowchartOfWhichEveryEdgeHasItsNodes() throws Exception {
    String text = GraphFormat.MERMAID.format(graph());
    Map<String, String> nodes = new TreeMap<>();
    List<String> lines = text.lines().toList();
    assertThat(lines.get(0)).isEqualTo("flowchart LR");
    for (String line : lines.subList(1, lines.size())) {
      if (line.matches(
          "  n\\d+(\\[\"|\\[/\"|\\[\\(\"|\\[\\[\")[^\"\\[\\]]+(\"]|\"/]|\"\\)]|\"]])")) {
        nodes.put(line.strip().replaceAll("\\W.*", ""), line);
      } else if (line.matches("  n\\d+ -->(\\|\"[\\d,]+\"\\|)? n\\d+")) {
        assertThat(nodes).containsKeys(line.strip().replaceAll(" .*", ""));
        assertThat(nodes).containsKeys(line.substring(line.lastIndexOf(' ') + 1));
      } else {
        assertThat(line).matches("  (classDef pii [\\w:#,-]+|class n\\d+(,n\\d+)* pii)");
      }
    }
    assertThat(text)
        .contains("[/\"beacons\"/]", "[(\"p.nowfeed.active_users\")]", "-->|\"1,234,567\"| ");
  }

  @Test
  void namesCannotBreakOutOfAMermaidLabel() {
    RunningGraph graph =
        new RunningGraph(
            "f",
            List.of(
                new RunningGraph.Node(
                    "1", RunningGraph.Kind.JOB, "1", "a\"] --> b<br>#1", null, null, false)),
            List.of(),
            List.of(),
            List.of());
    assertThat(GraphMermaid.of(graph))
        .isEqualTo("flowchart LR\n  n0[\"a#quot;] --#gt; b#lt;br#gt;#35;1\"]\n");
  }

  @Test
  void jsonHasNodesEdgesAndFlows() throws Exception {
    JsonNode json = new ObjectMapper().readTree(GraphFormat.JSON.format(graph()));
    assertThat(json.at("/nodes/0/kind").asText()).isEqualTo("job");
    assertThat(json.at("/nodes/1/id").asText()).isEqualTo(KAFKA + "/beacons");
    assertThat(json.at("/edges/0/records").asLong()).isEqualTo(1_234_567);
    assertThat(json.at("/flows/0/to").asText()).isEqualTo(KAFKA + "/dead-letters");
    assertThat(json.path("silent")).hasSize(1);
  }

  @Test
  void whoIsNotFlinkIsToldFromFlink() {
    assertThatThrownBy(() -> new Lineage(connect.url(), null, null).read())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Flink answers 404 at "
                + connect.url()
                + "/jobs/overview: is it the REST API of Flink?");
    flink.answer("/jobs/overview", "<html>");
    assertThatThrownBy(() -> new Lineage(flink.url(), null, null).read())
        .hasMessageContaining("something else than JSON");
  }

  @Test
  void metricsAreNamedAsFlinksRestApiNamesThem() {
    assertThat(CountReader.metric("Sink: late-events: Writer", "n"))
        .isEqualTo("Sink__late-events__Writer.n");
    assertThat(CountReader.metric("a.b,c " + "x".repeat(90), "n"))
        .isEqualTo("a_b_c_" + "x".repeat(74) + ".n");
  }

  private RunningGraph graph() throws Exception {
    return new Lineage(
            flink.url(), connect.url(), new Dataset("postgres://db:5432", "shop"), Duration.ZERO)
        .read();
  }

  private static String config(Map<String, String> parameters) throws IOException {
    return new ObjectMapper()
        .writeValueAsString(Map.of("execution-config", Map.of("user-config", parameters)));
  }

  private static String ids(String... metrics) {
    return List.of(metrics).stream().map("{\"id\": \"%s\"}"::formatted).toList().toString();
  }

  private static String sums(double... counts) {
    List<String> names = List.of(READ, LETTERS, ROWS, REFUSED);
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      json.append(i == 0 ? "[" : ",")
          .append("{\"id\": \"%s\", \"sum\": %s}".formatted(names.get(i), counts[i]));
    }
    return json.append(']').toString();
  }
}
