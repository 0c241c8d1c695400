package io.nowfeed.local.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.cli.CommandLineRun;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.security.RecordingAuthorizer.Decision;
import io.nowfeed.local.server.FlinkCluster;
import io.nowfeed.local.topics.TopicsFile;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import io.nowfeed.sinks.kafka.BrokerLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole platform with the rights of deploy/topics.yaml and nothing else: each component under a
 * principal of its own, by TLS, its password in a file.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredPlatformITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LATE_MILLIS = Duration.ofHours(1).toMillis();
  private static final String HUSH = "hush-of";

  /** Where dead letters come from; the jobs find none of these to be JSON. */
  private static final List<String> GARBLED =
      List.of(
          Topics.BEACONS,
          Topics.INTERACTIONS,
          Topics.CONTENT,
          Topics.ACTIVE_USERS,
          Topics.ENRICHED_INTERACTIONS,
          Topics.POPULARITY,
          Topics.RECOMMENDATIONS,
          Topics.RELEVANCE);

  @TempDir private static Path folder;
  private static CapturedLog log;
  private static Certificate certificate;
  private static SecuredKafka kafka;
  private static SecuredPostgres postgres;
  private static SecuredConnect connect;
  private static LocalBigQuery bigQuery;
  private static FlinkCluster flink;
  private static JobID personalization;
  private static Producer<String, byte[]> phones;
  private static int sent;

  @BeforeAll
  static void start() throws Exception {
    log = CapturedLog.begin();
    certificate = Certificate.make(folder);
    kafka = SecuredKafka.start(folder, certificate);
    CommandLineRun applied = nowfeed("topics", "admin", "apply", "--replication-factor", "1");
    assertThat(applied.exitCode()).as(applied.err()).isZero();
    postgres = SecuredPostgres.start(folder, certificate);
    connect = SecuredConnect.start(folder, kafka, postgres);
    connect.capture(certificate);
    bigQuery = LocalBigQuery.start(folder.resolve("bigquery"), 0, 0);
    BigQueryTables.createMissing(
        BigQueryConnection.local("p", "d", bigQuery.grpcEndpoint(), bigQuery.restEndpoint()), "US");
    flink = FlinkCluster.start(folder.resolve("flink"), Ports.free().flink());
    phones = producer("phones");
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part :
        Arrays.asList(phones, flink, bigQuery, connect, postgres, kafka, log)) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  @Order(1)
  void everyComponentRunsWithItsOwnRightsAlone() throws Exception {
    assertThat(nowfeed("topics", "admin", "diff").exitCode()).isZero();
    postgres.sql("INSERT INTO users (user_id, country, language) VALUES ('ann', 'GB', 'en')");
    try (Producer<String, byte[]> backend = producer("backend")) {
      send(backend, Topics.CONTENT, "c-1", ContentItem.class, article());
    }
    for (String job : List.of("personalization", "analytics", "archive")) {
      assertThat(new BrokerLimits(config(job).kafka()).transactionTimeout()).as(job).isPresent();
    }
    personalization = submit("personalization", "personalization");
    submit("analytics", "analytics");
    submit("archive", "archive");

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              visit();
              return postgres.count("active_user_states") > 0
                  && postgres.count("popularity_boards") > 0
                  && postgres.count("relevance") > 0
                  && archived();
            });
    awaitRecords("edge", "edge-1", Topics.RECOMMENDATIONS);
    awaitRecords(
        "consumers",
        "consumers-1",
        Topics.ACTIVE_USERS,
        Topics.ENRICHED_INTERACTIONS,
        Topics.POPULARITY);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              CommandLineRun audit = nowfeed("audit", "audit");
              assertThat(audit.exitCode()).as(audit.out() + audit.err()).isZero();
            });
    CommandLineRun top = nowfeed("top", "audit");
    assertThat(top.exitCode()).as(top.err()).isZero();
    assertThat(top.out()).contains("c-1");
    redriveOfEveryTopic();

    assertThat(refused()).allMatch(SecuredPlatformITCase::goesOnWithout);
  }

  /**
   * Connect asks to create its topics, though they are there. The audit asks how far groups are,
   * and is told so of the topics that it may see.
   */
  private static boolean goesOnWithout(Decision asked) {
    return switch (asked.principal()) {
      case "User:connect" ->
          asked.operation() == AclOperation.CREATE
              && asked.resource().name().startsWith("nowfeed-connect-");
      case "User:audit" -> asked.operation() == AclOperation.DESCRIBE;
      default -> false;
    };
  }

  /** Else a right is declared that nobody needs. */
  @Test
  @Order(2)
  void everyRightWasUsed() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              visit();
              assertThat(unused()).isEmpty();
            });
  }

  @Test
  @Order(3)
  void noSecretIsInTheGraphOrTheLogOrToldByFlinkOrConnect() throws Exception {
    for (String path : flinkTells()) {
      assertThat(get(path)).as(path).isNotEmpty().doesNotContain(HUSH);
    }
    for (String job : List.of("personalization", "analytics", "archive")) {
      assertThat(new String(graph(job), UTF_8)).as(job).contains("${file:").doesNotContain(HUSH);
      assertThat(config(job)).asString().doesNotContain(HUSH).doesNotContain("${file:");
    }
    assertThat(log.text())
        .contains("sasl.jaas.config = [hidden]")
        .satisfies(text -> assertThat(text.lines().filter(line -> line.contains(HUSH))).isEmpty());
    assertThat(connect.told()).contains("${env:POSTGRES_PASSWORD}").doesNotContain(HUSH);
  }

  @Test
  @Order(4)
  void aComponentWithTheCredentialsOfAnotherIsRefused() throws Exception {
    try (Producer<String, byte[]> analytics = producer("analytics")) {
      assertThatThrownBy(
              () ->
                  analytics
                      .send(new ProducerRecord<>(Topics.RECOMMENDATIONS, "ann", new byte[] {1}))
                      .get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TopicAuthorizationException.class)
          .hasMessageContaining("Not authorized to access topics: [recommendations]");
    }
    assertThat(refused()).anyMatch(is("User:analytics", Topics.RECOMMENDATIONS));

    JobID wrong = submit("personalization", "connect");
    try {
      awaitFailure(wrong, "Failed to get metadata for topics [");
      awaitFailure(wrong, "TopicAuthorizationException");
      assertThat(refused()).anyMatch(is("User:connect", Topics.BEACONS));
    } finally {
      flink.miniCluster().cancelJob(wrong).get();
    }

    CommandLineRun redrive = nowfeed("redrive", "audit", "--reason", "NOT_JSON");
    assertThat(redrive.exitCode()).isEqualTo(1);
    assertThat(redrive.err())
        .contains("topic redriven does not exist, or these credentials may not see it");
  }

  @Test
  @Order(5)
  void aRightThatIsTakenAwayIsMissed() throws Exception {
    AclBinding right =
        TopicsFile.shipped()
            .acls()
            .filter(acl -> acl.entry().principal().equals("User:personalization"))
            .filter(acl -> acl.pattern().name().equals(Topics.RECOMMENDATIONS))
            .findFirst()
            .orElseThrow();
    try (Admin admin = kafka.admin()) {
      admin.deleteAcls(List.of(right.toFilter())).all().get();
    }
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              visit();
              return get("/jobs/" + personalization + "/exceptions")
                  .contains("Not authorized to access topics: [recommendations]");
            });
    assertThat(nowfeed("topics", "admin", "diff").out())
        .isEqualTo("ACL is missing: User:personalization may Write topic recommendations\n");

    assertThat(nowfeed("topics", "admin", "apply").exitCode()).isZero();
    long before = end(Topics.RECOMMENDATIONS);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              visit();
              return end(Topics.RECOMMENDATIONS) > before;
            });
  }

  /** How many records were written to a topic. */
  private static long end(String topic) {
    try (Admin admin = kafka.admin()) {
      PartitionOffsets offsets = new PartitionOffsets(admin);
      return offsets.writtenEnds(offsets.partitions(List.of(topic))).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  @Test
  @Order(6)
  void postgresTakesPasswordsByTlsAloneAndRolesDoNoMoreThanTheyNeed() {
    String password = SecuredPostgres.text(SecuredPostgres.DASHBOARDS);
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    postgres.openUrl(), SecuredPostgres.DASHBOARDS, password))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no encryption");
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    postgres.url(),
                    SecuredPostgres.DASHBOARDS,
                    SecuredPostgres.text(SecuredPostgres.CAPTURE)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    assertThatThrownBy(() -> select(SecuredPostgres.DASHBOARDS, "users"))
        .hasMessageContaining("permission denied for table users");
    assertThatThrownBy(() -> select(SecuredPostgres.CAPTURE, "relevance"))
        .hasMessageContaining("permission denied for table relevance");
  }

  private static void select(String role, String table) throws SQLException {
    try (var connection =
            DriverManager.getConnection(postgres.url(), role, SecuredPostgres.text(role));
        var statement = connection.createStatement()) {
      statement.execute("SELECT * FROM " + table);
    }
  }

  private static List<String> flinkTells() {
    String job = "/jobs/" + personalization;
    return List.of(
        job,
        job + "/config",
        job + "/plan",
        job + "/exceptions",
        job + "/checkpoints/config",
        "/jobs/overview",
        "/config",
        "/jobmanager/config",
        "/jobmanager/environment",
        "/taskmanagers");
  }

  /** Sends what is garbled to every topic, waits until it is a dead letter, and drives it again. */
  private static void redriveOfEveryTopic() throws Exception {
    try (Producer<String, byte[]> anybody = producer("admin")) {
      for (String topic : GARBLED) {
        anybody
            .send(
                new ProducerRecord<>(
                    topic, "none|1m", "this is not what was meant".getBytes(UTF_8)))
            .get();
      }
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              CommandLineRun dry =
                  nowfeed("redrive", "redrive", "--reason", "NOT_JSON", "--dry-run");
              assertThat(dry.out() + dry.err()).contains(GARBLED);
            });
    CommandLineRun redrive = nowfeed("redrive", "redrive", "--reason", "NOT_JSON");
    assertThat(redrive.exitCode()).as(redrive.out() + redrive.err()).isZero();
  }

  /** A visit with everything that can become of an event. */
  private static void visit() throws Exception {
    sent++;
    long now = System.currentTimeMillis();
    send(phones, Topics.BEACONS, "ann", Beacon.class, Fixtures.beacon("b-" + sent, "ann", now));
    interact("i-" + sent, now);
    interact("i-" + sent, now);
    interact("late-" + sent, now - LATE_MILLIS);
  }

  private static void interact(String eventId, long ts) throws Exception {
    send(
        phones,
        Topics.INTERACTIONS,
        "ann",
        Interaction.class,
        Fixtures.interaction(eventId, "ann", "c-1", Action.LIKE, ts));
  }

  private static ContentItem article() {
    return new ContentItem(
        "c-1",
        "sport",
        "en",
        List.of(),
        List.of(),
        System.currentTimeMillis(),
        null,
        "A title",
        null);
  }

  private static <T> void send(
      Producer<String, byte[]> producer, String topic, String key, Class<T> type, T value)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, key, JsonCodec.of(type).encode(value))).get();
  }

  private static Producer<String, byte[]> producer(String principal) {
    return new KafkaProducer<>(
        kafka.properties(principal), new StringSerializer(), new ByteArraySerializer());
  }

  private static void awaitRecords(String principal, String group, String... topics) {
    Properties properties = kafka.properties(principal);
    properties.setProperty("group.id", group);
    properties.setProperty("auto.offset.reset", "earliest");
    properties.setProperty("isolation.level", "read_committed");
    for (String topic : topics) {
      try (Consumer<String, byte[]> consumer =
          new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
        consumer.subscribe(List.of(topic));
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  visit();
                  return !consumer.poll(Duration.ofMillis(200)).isEmpty();
                });
      }
    }
  }

  private static boolean archived() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("archive"))) {
      return files.anyMatch(file -> file.toString().endsWith(".avro"));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static JobID submit(String job, String principal) throws Exception {
    return flink.submit(
        job + "-as-" + principal, 1, config(principal), (env, config) -> build(job, env, config));
  }

  private static void build(String job, StreamExecutionEnvironment env, JobConfig config) {
    switch (job) {
      case "personalization" -> PersonalizationJob.build(env, config);
      case "analytics" -> AnalyticsJob.build(env, config);
      default -> ArchiveJob.build(env, config);
    }
  }

  /** What is sent to the cluster, byte by byte. */
  private static byte[] graph(String job) throws Exception {
    JobConfig config = config(job);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobLauncher.configure(env, config);
    build(job, env, config);
    return InstantiationUtil.serializeObject(env.getStreamGraph().getJobGraph());
  }

  private static JobConfig config(String principal) throws Exception {
    Map<String, String> given = new HashMap<>();
    kafka.client(principal).forEach((key, value) -> given.put("kafka." + key, value));
    given.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    given.put("checkpoint.interval", "500 ms");
    given.put("source.idleness", "200 ms");
    given.put("popularity.allowed-lateness", "1 s");
    // Each beacon makes a list.
    given.put("recommendation.expires-after", "30 min");
    given.put("recommendation.resend-before", "30 min");
    // So that a redrive has to look for the whole.
    given.put("dead-letter.max-value-size", "4 b");
    given.put("bigquery.project", "p");
    given.put("bigquery.dataset", "d");
    given.put("bigquery.endpoint.grpc", bigQuery.grpcEndpoint());
    given.put("jdbc.url", postgres.url());
    given.put("jdbc.user", SecuredPostgres.DASHBOARDS);
    Path password =
        Files.writeString(
            folder.resolve("dashboards"), SecuredPostgres.text(SecuredPostgres.DASHBOARDS));
    given.put("jdbc.password", "${file:" + password + "}");
    given.put("archive.path", folder.resolve("archive").toUri().toString());
    given.put("archive.roll-interval", "500 ms");
    return JobConfig.of(given, AnalyticsJob.REQUIRED);
  }

  private static void awaitFailure(JobID job, String text) {
    await().atMost(PATIENCE).until(() -> get("/jobs/" + job + "/exceptions").contains(text));
  }

  private static String get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(flink.url() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static CommandLineRun nowfeed(String command, String principal, String... more)
      throws Exception {
    List<String> args = new ArrayList<>(List.of(command));
    boolean hasAction = command.equals("topics");
    if (hasAction) {
      args.add(more[0]);
    }
    args.addAll(
        List.of(
            "--kafka",
            kafka.bootstrapServers(),
            "--kafka-config",
            kafka.clientFile(principal).toString()));
    args.addAll(List.of(more).subList(hasAction ? 1 : 0, more.length));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static List<Decision> refused() {
    return RecordingAuthorizer.decisions().stream().filter(asked -> !asked.allowed()).toList();
  }

  private static Predicate<Decision> is(String principal, String topic) {
    return asked -> asked.principal().equals(principal) && asked.resource().name().equals(topic);
  }

  private static List<String> unused() {
    return TopicsFile.shipped()
        .acls()
        .filter(acl -> RecordingAuthorizer.decisions().stream().noneMatch(asked -> asked.uses(acl)))
        .map(AclBinding::toString)
        .toList();
  }
}
