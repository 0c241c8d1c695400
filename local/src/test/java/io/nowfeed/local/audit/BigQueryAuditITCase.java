package io.nowfeed.local.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.TestBroker;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the result topics to BigQuery's tables. */
class BigQueryAuditITCase {
  private static final DatasetId DATASET = DatasetId.of("p", "d");

  @TempDir private static Path folder;
  private static TestBroker broker;
  private static LocalBigQuery server;
  private static BigQueryConnection connection;
  private static BigQuery client;
  private TestDeployment jobs;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
    server = LocalBigQuery.start(folder.resolve("bigquery"), 0, 0);
    connection = BigQueryConnection.local("p", "d", server.grpcEndpoint(), server.restEndpoint());
    client = connection.restClient();
  }

  @AfterAll
  static void stop() {
    server.close();
    broker.close();
  }

  @BeforeEach
  void reset() throws Exception {
    broker.reset();
    BigQueryTables.NAMES.forEach(table -> client.delete(TableId.of("p", "d", table)));
    BigQueryTables.createMissing(connection, "US");
    jobs = new TestDeployment(broker);
  }

  @Test
  void everyResultInATableIsClean() throws Exception {
    List<RecordMetadata> beacons = through(Topics.BEACONS, Topics.ACTIVE_USERS, 20);
    List<RecordMetadata> interactions =
        through(Topics.INTERACTIONS, Topics.ENRICHED_INTERACTIONS, 12);
    rows(BigQueryTables.ACTIVE_USERS, origins(beacons));
    rows(BigQueryTables.ENRICHED_INTERACTIONS, origins(interactions));
    jobs.checkpoint();

    AuditReport report = audit();

    assertThat(report.clean()).isTrue();
    Hop hop = hop(report, Topics.ACTIVE_USERS);
    assertThat(hop.to()).containsExactly("BigQuery active_users");
    assertThat(hop.in()).isEqualTo(20);
    assertThat(hop.out()).isEqualTo(20);
    assertThat(hop.byReason()).isEqualTo(Map.of("ROWS", 20L));
    assertThat(hop(report, Topics.ENRICHED_INTERACTIONS).out()).isEqualTo(12);
  }

  @Test
  void aRowThatIsNotThereIsMissing() throws Exception {
    List<Origin> beacons = origins(through(Topics.BEACONS, Topics.ACTIVE_USERS, 20));
    Origin lost = beacons.remove(11);
    rows(BigQueryTables.ACTIVE_USERS, beacons);
    jobs.checkpoint();

    AuditReport report = audit();

    assertThat(report.clean()).isFalse();
    assertThat(hop(report, Topics.ACTIVE_USERS).missing())
        .isEqualTo(new Findings(1, List.of(name(lost))));
    assertThat(hop(report, Topics.BEACONS).agrees()).isTrue();
  }

  @Test
  void aRowThatIsThereTwiceIsRepeated() throws Exception {
    List<Origin> beacons = origins(through(Topics.BEACONS, Topics.ACTIVE_USERS, 20));
    rows(BigQueryTables.ACTIVE_USERS, beacons);
    rows(BigQueryTables.ACTIVE_USERS, List.of(beacons.get(4)));
    jobs.checkpoint();

    AuditReport report = audit();

    assertThat(report.clean()).isFalse();
    assertThat(hop(report, Topics.ACTIVE_USERS).repeated())
        .isEqualTo(new Findings(1, List.of(name(beacons.get(4)))));
  }

  @Test
  void aMeasurementThatIsNotThereIsMissing() throws Exception {
    List<RecordMetadata> interactions =
        through(Topics.INTERACTIONS, Topics.ENRICHED_INTERACTIONS, 12);
    for (RecordMetadata event : interactions.subList(0, 5)) {
      jobs.measured(event);
    }
    rows(BigQueryTables.ENRICHED_INTERACTIONS, origins(interactions));
    rows(BigQueryTables.RELEVANCE, origins(interactions.subList(0, 4)));
    jobs.checkpoint();

    AuditReport report = audit();

    assertThat(report.clean()).isFalse();
    Hop hop = hop(report, Topics.RELEVANCE);
    assertThat(hop.to()).containsExactly("BigQuery relevance");
    assertThat(hop.in()).isEqualTo(5);
    assertThat(hop.out()).isEqualTo(4);
    assertThat(hop.missing())
        .isEqualTo(new Findings(1, List.of(name(TestDeployment.origin(interactions.get(4))))));
    assertThat(hop(report, Topics.INTERACTIONS).agrees()).isTrue();
  }

  @Test
  void aResultThatIsNotCommittedYetIsPending() throws Exception {
    through(Topics.BEACONS, Topics.ACTIVE_USERS, 4);
    broker.commitEnds(TestDeployment.PERSONALIZATION, Topics.BEACONS);
    broker.commit(
        TestDeployment.ANALYTICS,
        Map.of(new org.apache.kafka.common.TopicPartition(Topics.ACTIVE_USERS, 0), 0L));

    AuditReport report = audit();

    assertThat(report.clean()).isTrue();
    assertThat(hop(report, Topics.ACTIVE_USERS).pending()).isEqualTo(4);
  }

  @Test
  void aResultThatTheAnalyticsJobRefusedIsADeadLetter() throws Exception {
    RecordMetadata beacon = jobs.event(Topics.BEACONS, 0);
    jobs.deadLetter(jobs.emit(Topics.ACTIVE_USERS, beacon));
    jobs.checkpoint();

    AuditReport report = audit();

    assertThat(report.clean()).isTrue();
    assertThat(hop(report, Topics.BEACONS).byReason()).isEqualTo(Map.of("MATCHED", 1L));
    assertThat(hop(report, Topics.ACTIVE_USERS).byReason())
        .isEqualTo(Map.of("DEAD_LETTER", 1L, "ROWS", 0L));
  }

  @Test
  void anUnreadableResultIsMissingUnlessRefused() throws Exception {
    RecordMetadata broken = broker.send(Topics.ACTIVE_USERS, 1, "ann", "not JSON");
    jobs.deadLetter(broker.send(Topics.ACTIVE_USERS, 1, "ann", "not JSON either"));
    jobs.checkpoint();

    Hop hop = hop(audit(), Topics.ACTIVE_USERS);

    assertThat(hop.missing())
        .isEqualTo(new Findings(1, List.of(name(TestDeployment.origin(broken)))));
    assertThat(hop.in()).isEqualTo(2);
    assertThat(hop.out()).isEqualTo(1);
  }

  @Test
  void contiguousOffsetsComeAsRunsOverSeveralPages() throws Exception {
    // Every other offset: as many runs as rows, and more than a page of three.
    List<Origin> origins =
        LongStream.range(0, 10).mapToObj(i -> new Origin("it.s-a_topic", 1, 2 * i)).toList();
    rows(BigQueryTables.ACTIVE_USERS, origins);
    rows(BigQueryTables.ACTIVE_USERS, origins.subList(2, 9));
    rows(
        BigQueryTables.ACTIVE_USERS,
        LongStream.range(1L << 33, (1L << 33) + 500)
            .mapToObj(i -> new Origin("other", 3, i))
            .toList());

    BigQueryRows table = new BigQueryRows(client, DATASET, 3);

    assertThat(table.origins(BigQueryTables.ACTIVE_USERS).size()).isEqualTo(510);
    assertThat(table.repeated(BigQueryTables.ACTIVE_USERS).findings())
        .isEqualTo(
            new Findings(
                7, LongStream.range(2, 9).mapToObj(i -> "it.s-a_topic-1@" + 2 * i).toList()));
    assertThat(table.repeated(BigQueryTables.ENRICHED_INTERACTIONS).size()).isZero();
  }

  @Test
  void aTableThatDoesNotExistIsSaid() throws Exception {
    client.delete(TableId.of("p", "d", BigQueryTables.ACTIVE_USERS));

    org.assertj.core.api.Assertions.assertThatThrownBy(this::audit)
        .isInstanceOf(AuditFailedException.class)
        .hasMessageContaining("active_users")
        .hasCauseInstanceOf(BigQueryException.class);
  }

  private AuditReport audit() {
    return jobs.audit(Duration.ZERO, new AuditOptions.Tables(client, DATASET));
  }

  private List<RecordMetadata> through(String input, String output, int count) throws Exception {
    List<RecordMetadata> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(jobs.through(input, i % 4, output));
    }
    return events;
  }

  private static List<Origin> origins(List<RecordMetadata> events) {
    return new ArrayList<>(events.stream().map(TestDeployment::origin).toList());
  }

  private static void rows(String table, List<Origin> origins) throws Exception {
    String path = "projects/p/datasets/d/tables/" + table;
    try (BigQueryWriteClient write = connection.writeClient();
        JsonStreamWriter writer = JsonStreamWriter.newBuilder(path, write).build()) {
      JSONArray rows = new JSONArray();
      origins.forEach(origin -> rows.put(row(table, origin)));
      assertThat(writer.append(rows).get().hasError()).isFalse();
    }
  }

  private static JSONObject row(String table, Origin origin) {
    JSONObject row =
        new JSONObject()
            .put("event_id", "e-1")
            .put("event_time", 1_772_366_400_000_000L)
            .put("origin_topic", origin.topic())
            .put("origin_partition", origin.partition())
            .put("origin_offset", origin.offset());
    if (table.equals(BigQueryTables.ACTIVE_USERS)) {
      return row;
    }
    row.put("content_id", "c-1").put("action", "LIKE");
    return table.equals(BigQueryTables.RELEVANCE) ? row.put("engaged_before", 0) : row;
  }

  private static Hop hop(AuditReport report, String topic) {
    return report.hops().stream().filter(hop -> hop.from().equals(topic)).findFirst().orElseThrow();
  }

  private static String name(Origin origin) {
    return origin.topic() + "-" + origin.partition() + "@" + origin.offset();
  }
}
