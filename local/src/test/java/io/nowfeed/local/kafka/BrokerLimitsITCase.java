package io.nowfeed.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.sinks.kafka.BrokerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a job learns of the brokers before it is submitted. */
class BrokerLimitsITCase {
  private static final Duration KAFKAS_DEFAULT = Duration.ofMinutes(15);

  @TempDir private static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void brokersSayHowLongATransactionMayBe() {
    assertThat(new BrokerLimits(client(bootstrap())).transactionTimeout()).contains(KAFKAS_DEFAULT);
  }

  @Test
  void brokersMayAllowMore() throws Exception {
    try (TestBroker generous =
        TestBroker.start(
            folder.resolve("generous"), Map.of("transaction.max.timeout.ms", "3600000"))) {
      Properties client = client(generous.access().bootstrapServers());
      assertThat(new BrokerLimits(client).transactionTimeout()).contains(Duration.ofHours(1));
    }
  }

  @Test
  void brokersThatDoNotLetUsLookAreNoAnswer() throws Exception {
    try (TestBroker guarded =
        TestBroker.start(
            folder.resolve("guarded"),
            Map.of(
                "authorizer.class.name",
                StandardAuthorizer.class.getName(),
                "allow.everyone.if.no.acl.found",
                "true"))) {
      guarded
          .admin()
          .createAcls(
              List.of(
                  ofAnybody(AclOperation.ALL, AclPermissionType.ALLOW),
                  ofAnybody(AclOperation.DESCRIBE_CONFIGS, AclPermissionType.DENY)))
          .all()
          .get();

      Properties client = client(guarded.access().bootstrapServers());
      // An ACL is there a moment after it was made.
      await().until(() -> new BrokerLimits(client).transactionTimeout().isEmpty());
    }
  }

  private static AclBinding ofAnybody(AclOperation operation, AclPermissionType permission) {
    return new AclBinding(
        new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL),
        new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
  }

  @Test
  void nobodyThereIsNoAnswerSoon() {
    Properties client = client("127.0.0.1:" + Ports.free().kafka());
    long begin = System.nanoTime();

    assertThat(new BrokerLimits(client, Duration.ofSeconds(1)).transactionTimeout()).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
  }

  /** A truststore may be on the cluster's machines alone. */
  @Test
  void aClientThatCannotBeMadeHereIsNoAnswer() {
    Properties client = client(bootstrap());
    client.setProperty("security.protocol", "SSL");
    client.setProperty("ssl.truststore.location", folder.resolve("not-here.p12").toString());

    assertThat(new BrokerLimits(client).transactionTimeout()).isEmpty();
  }

  /** Submitted, it would fail and be restarted for ever. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aJobThatAsksForMoreIsNotSubmitted() {
    assertThatThrownBy(
            () ->
                PersonalizationJob.main(
                    new String[] {
                      "--kafka.bootstrap.servers",
                      bootstrap(),
                      "--kafka.transaction.timeout",
                      "20 min"
                    }))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessage(
            "The configuration cannot be used:\n"
                + "  - key 'kafka.transaction.timeout': 20 min is more than the brokers allow,"
                + " transaction.max.timeout.ms=900000 (15 min). Raise that on every broker, or"
                + " lower 'kafka.transaction.timeout'");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void allThatIsWrongIsSaidAtOnceAndByTheJobsOwnInterval() {
    assertThatThrownBy(
            () ->
                ArchiveJob.main(
                    new String[] {
                      "--kafka.bootstrap.servers",
                      bootstrap(),
                      "--archive.path",
                      folder.resolve("archive").toUri().toString(),
                      "--archive.roll-interval",
                      "1 h",
                      "--kafka.transaction.timeout",
                      "1 h"
                    }))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessageContaining(
            "\n  - key 'kafka.transaction.timeout': 1 h is not longer than 'archive.roll-interval',"
                + " 1 h")
        .hasMessageContaining(
            "\n  - key 'kafka.transaction.timeout': 1 h is more than the brokers");
  }

  private static String bootstrap() {
    return broker.access().bootstrapServers();
  }

  private static Properties client(String bootstrapServers) {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", bootstrapServers);
    return client;
  }
}
