package io.nowfeed.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.local.archive.ArchivedFiles;
import io.nowfeed.local.lineage.Lineage;
import io.nowfeed.local.lineage.RunningGraph;
import io.nowfeed.local.process.FlinkRest;
import io.nowfeed.local.process.Home;
import io.nowfeed.local.traffic.TestServers;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fat jar on a Flink cluster of separate processes, submitted over the REST API: does it bring
 * all it needs, does it take its configuration, does it outlive a TaskManager and an upgrade?
 */
class ClusterSubmissionITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BIGQUERY_PROJECT = "local";
  private static final String BIGQUERY_DATASET = "nowfeed";

  @TempDir static Path folder;

  @RegisterExtension
  static final AfterTestExecutionCallback LOGS_OF_A_FAILURE =
      test -> test.getExecutionException().ifPresent(failure -> printLogs());

  private static FlinkProcesses flink;
  private static TestServers servers;
  private static LocalBigQuery bigQuery;
  private static BigQuery bigQueryClient;
  private static ClusterTraffic traffic;
  private static String jar;
  private static Path config;

  private String job;

  @BeforeAll
  static void start() throws Exception {
    flink = FlinkProcesses.start(Files.createDirectory(folder.resolve("flink")));
    servers = TestServers.start(folder).withCapture();
    traffic = new ClusterTraffic(servers.target().bootstrapServers());
    config =
        Files.writeString(
            folder.resolve("nowfeed.properties"),
            """
            checkpoint.interval=500 ms
            recommendation.expires-after=30 min
            recommendation.resend-before=30 min
            """);
    startBigQuery();
    jar = flink.jars().upload(Home.file("jobs/target/nowfeed-jobs.jar"));
  }

  private static void printLogs() {
    try {
      System.out.println(flink.logs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void startBigQuery() throws IOException {
    bigQuery = LocalBigQuery.start(folder.resolve("bigquery"), 0, 0);
    BigQueryConnection connection =
        BigQueryConnection.local(
            BIGQUERY_PROJECT, BIGQUERY_DATASET, bigQuery.grpcEndpoint(), bigQuery.restEndpoint());
    BigQueryTables.createMissing(connection, "US");
    bigQueryClient = connection.restClient();
  }

  @AfterAll
  static void stop() throws Exception {
    if (flink != null) {
      flink.close();
    }
    if (bigQuery != null) {
      bigQuery.close();
    }
    if (traffic != null) {
      traffic.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @AfterEach
  void cancelJob() throws Exception {
    if (job != null) {
      flink.rest().cancel(job);
      await().atMost(PATIENCE).until(() -> flink.rest().state(job).equals("CANCELED"));
    }
  }

  @Test
  void recommendsAndGoesOnWhenItsTaskManagerIsKilled() throws Exception {
    insertUser("ann", "GB", "en");
    traffic.send(Topics.CONTENT, "c-1", ContentItem.class, article("c-1", "en"));
    job = submit(PersonalizationJob.class, 2);

    traffic.sendBeacon("ann", "before");
    awaitListAfter("before");
    assertThat(traffic.lists("ann").get(0).items())
        .extracting(RecommendedItem::contentId)
        .containsExactly("c-1");

    await().atMost(PATIENCE).until(() -> flink.rest().completedCheckpoints(job) > 0);
    flink.killTaskManager();
    traffic.sendBeacon("ann", "meanwhile");
    awaitListAfter("meanwhile");
    traffic.sendBeacon("ann", "afterwards");
    awaitListAfter("afterwards");

    assertThat(flink.rest().restores(job)).isPositive();
    assertThat(traffic.lists("ann"))
        .extracting(Recommendations::version)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void goesOnFromASavepointWiderAndNarrower() throws Exception {
    insertUser("bob", "GB", "en");
    traffic.send(Topics.CONTENT, "c-1", ContentItem.class, article("c-1", "en"));
    job = submit(PersonalizationJob.class, 1);
    Set<Origin> sent = new HashSet<>();
    for (int parallelism : new int[] {4, 2}) {
      await().atMost(PATIENCE).until(() -> flink.rest().completedCheckpoints(job) > 0);
      sent.addAll(traffic.sendBeacons("bob", 50));
      String request = flink.jars().stop(job, folder.resolve("savepoints").toUri());
      sent.addAll(traffic.sendBeacons("bob", 50));
      String savepoint =
          await()
              .atMost(PATIENCE)
              .until(() -> flink.jars().savepoint(job, request), Objects::nonNull);
      job =
          flink.jars().run(jar, PersonalizationJob.class, parallelism, args(List.of()), savepoint);
    }
    sent.addAll(traffic.sendBeacons("bob", 50));

    await().atMost(PATIENCE).until(() -> traffic.active("bob").containsAll(sent));
    assertThat(traffic.active("bob")).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(traffic.lists("bob"))
        .extracting(Recommendations::version)
        .isSorted()
        .doesNotHaveDuplicates()
        .isNotEmpty();
  }

  @Test
  void writesRowsToBigQueryAndPostgres() throws Exception {
    traffic.send(Topics.ENRICHED_INTERACTIONS, "ann", EnrichedInteraction.class, interaction());
    traffic.send(Topics.ACTIVE_USERS, "ann", ActiveUser.class, Fixtures.activeUser());
    traffic.send(Topics.POPULARITY, "country=FJ|1m", Leaderboard.class, board("country=FJ"));
    traffic.send(Topics.RECOMMENDATIONS, "zoe", Recommendations.class, listOf("zoe"));
    traffic.send(
        Topics.RECOMMENDATIONS,
        "zoe",
        Recommendations.class,
        Fixtures.withdrawal().to("zoe", null, null));
    traffic.send(Topics.RELEVANCE, "ann", Relevance.class, Fixtures.relevance());

    job =
        submit(
            AnalyticsJob.class,
            1,
            "--bigquery.project",
            BIGQUERY_PROJECT,
            "--bigquery.endpoint.grpc",
            bigQuery.grpcEndpoint(),
            "--jdbc.url",
            servers.target().jdbcUrl(),
            "--jdbc.user",
            servers.target().jdbcUser());

    awaitOneRow("enriched_interactions", "event_id = '" + interaction().eventId() + "'");
    awaitOneRow("active_users", "event_id = '" + Fixtures.activeUser().eventId() + "'");
    awaitOneRow(
        "popularity",
        "segment = 'country=FJ' AND items[1].previous_rank = 3 AND len(top) = 2"
            + " AND top[1].ranked_by = 'likes' AND top[1].items[1].content_id = 'c-1'");
    awaitOneRow(
        "recommendations",
        "user_id = 'zoe' AND trigger_kind = 'BEACON' AND arm = 'full' AND origin_offset = 7"
            + " AND items[1].source_content_id = 'c-9' AND items[1].evidence_count = 3"
            + " AND items[2].segment = 'country=GB' AND items[2].window_size = '30m'"
            + " AND items[3].segment IS NULL AND items[3].evidence_count = 0");
    awaitOneRow(
        "recommendations",
        "user_id = 'zoe' AND trigger_kind = 'WITHDRAWAL' AND trigger_event_id = 'c-1'"
            + " AND origin_topic IS NULL AND origin_partition IS NULL AND origin_offset IS NULL");
    awaitOneRow(
        "relevance",
        "user_id = 'ann' AND rank = 3 AND rung = 'CO_VISITATION' AND session_rank = 4"
            + " AND engaged_before = 12 AND origin_offset = 7");
    await().atMost(PATIENCE).until(() -> placesInPostgres("country=FJ") == 3);
  }

  @Test
  void archivesFilesThatAnybodyCanRead() throws Exception {
    // Of its own time, and so of its own id: the topics are those of the other tests.
    EnrichedInteraction interaction = Fixtures.enriched("c-1", Action.LIKE, Fixtures.NOON + 7);
    traffic.send(Topics.ENRICHED_INTERACTIONS, "bob", EnrichedInteraction.class, interaction);
    Path archive = folder.resolve("archive");

    job =
        submit(
            ArchiveJob.class,
            1,
            "--archive.path",
            archive.toUri().toString(),
            "--archive.roll-interval",
            "500 ms");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(ArchivedFiles.in(archive, "enriched_interactions"))
                    .extracting(row -> String.valueOf(row.fields().get("event_id")))
                    .contains(interaction.eventId()));
    assertLineage("file/" + archive.resolve("enriched_interactions"));
  }

  /** What the job kept of itself comes back over the REST API, with counts. */
  private static void assertLineage(String output) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              RunningGraph graph = new Lineage(flink.url(), null, null).read();
              assertThat(graph.nodes())
                  .extracting(RunningGraph.Node::name)
                  .contains(ArchiveJob.NAME, Topics.ENRICHED_INTERACTIONS, Topics.DEAD_LETTERS);
              assertThat(graph.edges())
                  .filteredOn(edge -> edge.to().equals(output))
                  .singleElement()
                  .satisfies(edge -> assertThat(edge.records()).isPositive());
            });
  }

  @Test
  void aTransactionTimeoutThatTheBrokersDoNotAllowIsRefused() {
    assertThatThrownBy(
            () -> submit(PersonalizationJob.class, 1, "--kafka.transaction.timeout", "1 h"))
        .isInstanceOf(FlinkRest.Refused.class)
        .hasMessageContaining(
            "key 'kafka.transaction.timeout': 1 h is more than the brokers allow,"
                + " transaction.max.timeout.ms=900000 (15 min)");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheListOfAllowedOnes() {
    assertThatThrownBy(() -> submit(PersonalizationJob.class, 1, "--recommendation.itmes", "12"))
        .isInstanceOf(FlinkRest.Refused.class)
        .hasMessageContaining("unknown key 'recommendation.itmes'")
        .hasMessageContaining("Allowed keys")
        .hasMessageContaining("recommendation.items")
        .hasMessageContaining("kafka.* (handed to every Kafka client)");
  }

  @Test
  void aMissingKeyIsRefusedByItsName() {
    assertThatThrownBy(() -> submit(AnalyticsJob.class, 1))
        .isInstanceOf(FlinkRest.Refused.class)
        .hasMessageContaining("missing key 'bigquery.project'");
  }

  private static String submit(Class<?> main, int parallelism, String... more) throws Exception {
    return flink.jars().run(jar, main, parallelism, args(List.of(more)), null);
  }

  private static List<String> args(List<String> more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--config", config.toString()));
    args.addAll(List.of("--kafka.bootstrap.servers", servers.target().bootstrapServers()));
    args.addAll(more);
    return args;
  }

  private static void insertUser(String id, String country, String language) throws SQLException {
    try (Connection postgres = servers.target().connect();
        PreparedStatement insert =
            postgres.prepareStatement(
                "INSERT INTO users (user_id, country, language) VALUES (?, ?, ?)")) {
      insert.setString(1, id);
      insert.setString(2, country);
      insert.setString(3, language);
      insert.executeUpdate();
    }
  }

  private static void awaitListAfter(String beacon) {
    await("list after beacon " + beacon)
        .atMost(PATIENCE)
        .until(
            () ->
                traffic.lists("ann").stream()
                    .anyMatch(list -> list.trigger().eventId().equals(beacon)));
  }

  private static void awaitOneRow(String table, String condition) {
    String sql =
        "SELECT COUNT(*) FROM `%s.%s.%s` WHERE %s"
            .formatted(BIGQUERY_PROJECT, BIGQUERY_DATASET, table, condition);
    await(table)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        bigQueryClient
                            .query(QueryJobConfiguration.of(sql))
                            .iterateAll()
                            .iterator()
                            .next()
                            .get(0)
                            .getLongValue())
                    .isEqualTo(1));
  }

  private static int placesInPostgres(String segment) throws SQLException {
    try (Connection postgres = servers.target().connect();
        PreparedStatement query =
            postgres.prepareStatement(
                "SELECT count(*) FROM popularity WHERE segment = ? AND ranked_by = 'score'")) {
      query.setString(1, segment);
      ResultSet rows = query.executeQuery();
      rows.next();
      return rows.getInt(1);
    }
  }

  private static ContentItem article(String id, String language) {
    return new ContentItem(
        id, "sport", language, List.of(), List.of(), null, null, "A title", null);
  }

  private static EnrichedInteraction interaction() {
    return Fixtures.enriched("c-1", Action.CLICK, Fixtures.NOON);
  }

  private static Leaderboard board(String segment) {
    return Fixtures.movingLeaderboard(segment);
  }

  private static Recommendations listOf(String user) {
    return Fixtures.recommendations().to(user, "d-1", "s-1");
  }
}
