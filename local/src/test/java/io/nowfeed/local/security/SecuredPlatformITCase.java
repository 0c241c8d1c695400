package io.nowfeed.local.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Topics;
import io.nowfeed.local.cli.CommandLineRun;
import io.nowfeed.local.security.RecordingAuthorizer.Decision;
import io.nowfeed.local.topics.TopicsFile;
import io.nowfeed.sinks.kafka.BrokerLimits;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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
  private static SecuredPlatform platform;
  private static JobID personalization;
  private static Phone phone;

  @BeforeAll
  static void start() throws Exception {
    log = CapturedLog.begin();
    platform = new SecuredPlatform(folder);
    platform.start();
    phone = new Phone(platform);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : Arrays.asList(phone, platform, log)) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  @Order(1)
  void everyComponentRunsWithItsOwnRightsAlone() throws Exception {
    assertThat(platform.nowfeed("topics", "admin", "diff").exitCode()).isZero();
    platform
        .postgres()
        .sql("INSERT INTO users (user_id, country, language) VALUES ('ann', 'GB', 'en')");
    try (Producer<String, byte[]> backend = platform.producer("backend")) {
      SecuredPlatform.send(backend, Topics.CONTENT, "c-1", ContentItem.class, article());
    }
    for (String job : List.of("personalization", "analytics", "archive")) {
      assertThat(new BrokerLimits(platform.config(job).kafka()).transactionTimeout())
          .as(job)
          .isPresent();
    }
    personalization = platform.submit("personalization", "personalization");
    platform.submit("analytics", "analytics");
    platform.submit("archive", "archive");

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              phone.visit();
              return platform.postgres().count("active_user_states") > 0
                  && platform.postgres().count("popularity_boards") > 0
                  && platform.postgres().count("relevance") > 0
                  && platform.archived();
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
              CommandLineRun audit = platform.nowfeed("audit", "audit");
              assertThat(audit.exitCode()).as(audit.out() + audit.err()).isZero();
            });
    CommandLineRun top = platform.nowfeed("top", "audit");
    assertThat(top.exitCode()).as(top.err()).isZero();
    assertThat(top.out()).contains("c-1");
    redriveOfEveryTopic();

    assertThat(platform.refused()).allMatch(SecuredPlatformITCase::goesOnWithout);
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
              phone.visit();
              assertThat(platform.unused()).isEmpty();
            });
  }

  @Test
  @Order(3)
  void noSecretIsInTheGraphOrTheLogOrToldByFlinkOrConnect() throws Exception {
    for (String path : flinkTells()) {
      assertThat(platform.get(path)).as(path).isNotEmpty().doesNotContain(HUSH);
    }
    for (String job : List.of("personalization", "analytics", "archive")) {
      assertThat(new String(platform.graph(job), UTF_8))
          .as(job)
          .contains("${file:")
          .doesNotContain(HUSH);
      assertThat(platform.config(job)).asString().doesNotContain(HUSH).doesNotContain("${file:");
    }
    assertThat(log.text())
        .contains("sasl.jaas.config = [hidden]")
        .satisfies(text -> assertThat(text.lines().filter(line -> line.contains(HUSH))).isEmpty());
    assertThat(platform.connect().told()).contains("${env:POSTGRES_PASSWORD}").doesNotContain(HUSH);
  }

  @Test
  @Order(4)
  void aComponentWithTheCredentialsOfAnotherIsRefused() throws Exception {
    try (Producer<String, byte[]> analytics = platform.producer("analytics")) {
      assertThatThrownBy(
              () ->
                  analytics
                      .send(new ProducerRecord<>(Topics.RECOMMENDATIONS, "ann", new byte[] {1}))
                      .get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TopicAuthorizationException.class)
          .hasMessageContaining("Not authorized to access topics: [recommendations]");
    }
    assertThat(platform.refused()).anyMatch(is("User:analytics", Topics.RECOMMENDATIONS));

    JobID wrong = platform.submit("personalization", "connect");
    try {
      awaitFailure(wrong, "Failed to get metadata for topics [");
      awaitFailure(wrong, "TopicAuthorizationException");
      assertThat(platform.refused()).anyMatch(is("User:connect", Topics.BEACONS));
    } finally {
      platform.cancel(wrong);
    }

    CommandLineRun redrive = platform.nowfeed("redrive", "audit", "--reason", "NOT_JSON");
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
    try (Admin admin = platform.admin()) {
      admin.deleteAcls(List.of(right.toFilter())).all().get();
    }
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              phone.visit();
              return platform
                  .get("/jobs/" + personalization + "/exceptions")
                  .contains("Not authorized to access topics: [recommendations]");
            });
    assertThat(platform.nowfeed("topics", "admin", "diff").out())
        .isEqualTo("ACL is missing: User:personalization may Write topic recommendations\n");

    assertThat(platform.nowfeed("topics", "admin", "apply").exitCode()).isZero();
    long before = platform.end(Topics.RECOMMENDATIONS);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              phone.visit();
              return platform.end(Topics.RECOMMENDATIONS) > before;
            });
  }

  @Test
  @Order(6)
  void postgresTakesPasswordsByTlsAloneAndRolesDoNoMoreThanTheyNeed() {
    String password = SecuredPostgres.text(SecuredPostgres.DASHBOARDS);
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    platform.postgres().openUrl(), SecuredPostgres.DASHBOARDS, password))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no encryption");
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    platform.postgres().url(),
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
            DriverManager.getConnection(
                platform.postgres().url(), role, SecuredPostgres.text(role));
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
    try (Producer<String, byte[]> anybody = platform.producer("admin")) {
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
                  platform.nowfeed("redrive", "redrive", "--reason", "NOT_JSON", "--dry-run");
              assertThat(dry.out() + dry.err()).contains(GARBLED);
            });
    CommandLineRun redrive = platform.nowfeed("redrive", "redrive", "--reason", "NOT_JSON");
    assertThat(redrive.exitCode()).as(redrive.out() + redrive.err()).isZero();
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

  private static void awaitRecords(String principal, String group, String... topics) {
    for (String topic : topics) {
      try (Consumer<String, byte[]> consumer = platform.consumer(principal, group)) {
        consumer.subscribe(List.of(topic));
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  phone.visit();
                  return !consumer.poll(Duration.ofMillis(200)).isEmpty();
                });
      }
    }
  }

  private static void awaitFailure(JobID job, String text) {
    await()
        .atMost(PATIENCE)
        .until(() -> platform.get("/jobs/" + job + "/exceptions").contains(text));
  }

  private static Predicate<Decision> is(String principal, String topic) {
    return asked -> asked.principal().equals(principal) && asked.resource().name().equals(topic);
  }
}
