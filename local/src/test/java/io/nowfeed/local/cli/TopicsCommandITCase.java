package io.nowfeed.local.cli;

import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.TestBroker;
import io.nowfeed.local.topics.TopicSync;
import io.nowfeed.local.topics.TopicsFile;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What topics diff and topics apply say and do, and how they end. */
class TopicsCommandITCase {
  private static final Map<String, String> AUTHORIZER =
      Map.of(
          "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
          "super.users", "User:ANONYMOUS");
  private static final String AS_DECLARED =
      "%d topics and the rights of %d principals are as declared\n"
          .formatted(
              TopicsFile.shipped().topics().size(), TopicsFile.shipped().principals().size());

  @TempDir private static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder, AUTHORIZER);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void reset() throws Exception {
    broker.reset();
    broker.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    await().until(() -> broker.admin().describeAcls(AclBindingFilter.ANY).values().get().isEmpty());
  }

  @Test
  void whatIsMissingIsCreatedAndThenNothingDiffers() throws Exception {
    broker.deleteTopic(Topics.RELEVANCE);
    CommandLineRun before = topics("diff");
    assertThat(before.exitCode()).isEqualTo(1);
    assertThat(before.out().lines())
        .startsWith("topic relevance is missing: 4 partitions, {retention.ms=604800000}")
        .contains(
            "ACL is missing: User:analytics may Read topic popularity",
            "ACL is missing: User:analytics may Write transactional id nowfeed-analytics-*")
        .hasSize(1 + (int) TopicsFile.shipped().acls().count());

    CommandLineRun applied = apply();
    assertThat(applied.err()).isEmpty();
    assertThat(applied.exitCode()).isZero();
    assertThat(applied.out().lines())
        .contains("put right: ACL is missing: User:edge may Read topic recommendations")
        .hasSize((int) before.out().lines().count() + 1);

    awaitSeen(AS_DECLARED);
    assertThat(topics("diff")).isEqualTo(new CommandLineRun(0, AS_DECLARED, ""));
    assertThat(apply()).isEqualTo(new CommandLineRun(0, AS_DECLARED, ""));
  }

  @Test
  void partitionsOfATopicWithKeysAreRaisedOnlyWhereThatIsAllowed() throws Exception {
    String larger =
        declared(
            "partitions: 4\n    config:\n      # The", "partitions: 6\n    config:\n      # The");
    apply();
    awaitSeen(AS_DECLARED);

    CommandLineRun refused = apply("--file", larger);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out())
        .startsWith("topic beacons has 4 partitions, not 6 (the partition of a key follows")
        .contains("--allow-repartition");
    assertThat(partitions(Topics.BEACONS)).isEqualTo(4);

    assertThat(apply("--file", larger, "--allow-repartition").exitCode()).isZero();
    await().until(() -> partitions(Topics.BEACONS) == 6);
    assertThat(apply().out())
        .isEqualTo(
            "topic beacons has 6 partitions, not 4 (Kafka cannot take partitions away: declare as"
                + " many as there are)\n");
  }

  @Test
  void aSettingThatWouldDeleteRecordsIsChangedOnlyWhereThatIsAllowed() throws Exception {
    apply();
    awaitSeen(AS_DECLARED);
    set(Topics.BEACONS, "retention.ms", "1209600000");
    set(Topics.INTERACTIONS, "retention.ms", "3600000");
    set(Topics.CONTENT, "segment.bytes", "1048576");
    awaitSeen("segment.bytes");

    CommandLineRun applied = apply();
    assertThat(applied.exitCode()).isEqualTo(1);
    assertThat(applied.out().lines())
        .containsExactly(
            "put right: topic interactions has retention.ms=3600000, not 604800000",
            "topic beacons has retention.ms=1209600000, not 604800000 (records that are kept now"
                + " would be deleted; --allow-deletion does it)",
            "topic content has segment.bytes=1048576 (nobody declared it; declare it, or take it"
                + " back with Kafka's own tool)");

    assertThat(apply("--allow-deletion").out())
        .contains("put right: topic beacons has retention.ms=1209600000, not 604800000\n");
  }

  @Test
  void aSettingThatProducersNoticeIsChangedOnlyWhereThatIsAllowed() throws Exception {
    apply();
    awaitSeen(AS_DECLARED);
    set(Topics.DEAD_LETTERS, "max.message.bytes", "8388608");
    awaitSeen("max.message.bytes");

    CommandLineRun applied = apply();
    assertThat(applied.exitCode()).isEqualTo(1);
    assertThat(applied.out())
        .isEqualTo(
            "topic dead-letters has max.message.bytes=8388608, not 4194304 (producers would"
                + " notice: records are refused that are taken now, or get another time;"
                + " --allow-intake does it)\n");

    assertThat(apply("--allow-intake").out())
        .contains("put right: topic dead-letters has max.message.bytes=8388608, not 4194304\n");
  }

  @Test
  void rightsThatNobodyDeclaredAreToldAndTakenBackOnlyWhereThatIsAllowed() throws Exception {
    apply();
    awaitSeen(AS_DECLARED);
    grant("User:analytics", Topics.RECOMMENDATIONS, AclOperation.WRITE);
    grant("User:mallory", Topics.USERS, AclOperation.READ);
    grant("User:mallory", "elsewhere", AclOperation.READ);
    awaitSeen("User:mallory");

    CommandLineRun applied = apply();
    assertThat(applied.exitCode()).isEqualTo(1);
    assertThat(applied.out().lines())
        .containsExactly(
            "ACL is additional: User:analytics may Write topic recommendations (not declared;"
                + " --revoke takes it back)",
            "ACL is additional: User:mallory may Read topic nowfeed.public.users (nobody declared"
                + " it; declare it, or take it back with Kafka's own tool)");

    assertThat(apply("--revoke").out())
        .startsWith("put right: ACL is additional: User:analytics may Write topic recommendations");
    await().until(() -> !topics("diff").out().contains("User:analytics"));
  }

  @Test
  void allMissingRightsAreGivenAtOnce() throws Exception {
    List<String> calls = new ArrayList<>();
    TopicSync sync =
        new TopicSync(noting(broker.admin(), calls), TopicsFile.shipped(), true, (short) 1);

    TopicSync.Result result = sync.apply(Set.of());

    assertThat(result.done()).hasSize((int) TopicsFile.shipped().acls().count());
    assertThat(calls).containsOnlyOnce("createAcls");
  }

  /** Passes on what it is asked, and notes it by name. */
  private static Admin noting(Admin admin, List<String> calls) {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return method.invoke(admin, arguments);
            });
  }

  @Test
  void whatDeniesIsToldAndNeverTakenBack() throws Exception {
    apply();
    awaitSeen(AS_DECLARED);
    add("User:analytics", Topics.RECOMMENDATIONS, AclOperation.WRITE, DENY);
    awaitSeen("may not");

    CommandLineRun applied = apply("--revoke");
    assertThat(applied.exitCode()).isEqualTo(1);
    assertThat(applied.out())
        .isEqualTo(
            "ACL is additional: User:analytics may not Write topic recommendations (nobody declared"
                + " it; declare it, or take it back with Kafka's own tool)\n");
  }

  @Test
  void brokersWithoutAnAuthorizerHaveNoRights(@TempDir Path other) throws Exception {
    try (TestBroker open = TestBroker.start(other)) {
      String address = open.access().bootstrapServers();

      CommandLineRun refused = CommandLineRun.of("topics", "diff", "--kafka", address);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err())
          .isEqualTo(
              "nowfeed: the brokers have no authorizer, and so no ACLs: everybody may do"
                  + " everything. --without-acls leaves rights out; to have them, set"
                  + " authorizer.class.name on the brokers\n");

      assertThat(CommandLineRun.of("topics", "diff", "--kafka", address, "--without-acls"))
          .isEqualTo(
              new CommandLineRun(
                  0, TopicsFile.shipped().topics().size() + " topics are as declared\n", ""));
    }
  }

  @Test
  void aFileThatDeclaresNothingIsNamed() {
    CommandLineRun refused = topics("diff", "--file", folder.resolve("none.yaml").toString());

    assertThat(refused)
        .isEqualTo(
            new CommandLineRun(
                2, "", "nowfeed: --file: there is no file " + folder.resolve("none.yaml") + "\n"));
  }

  /** What was changed may not be seen at first. */
  private static void awaitSeen(String text) {
    await().until(() -> topics("diff").out().contains(text));
  }

  private static CommandLineRun apply(String... more) {
    return topics(
        "apply",
        Stream.concat(Stream.of("--replication-factor", "1"), Stream.of(more))
            .toArray(String[]::new));
  }

  private static CommandLineRun topics(String action, String... more) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of("topics", action, "--kafka", broker.access().bootstrapServers()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static String declared(String shipped, String changed) throws Exception {
    String yaml;
    try (var in = TopicsFile.class.getResourceAsStream("topics.yaml")) {
      yaml = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
    assertThat(yaml).contains(shipped);
    return Files.writeString(folder.resolve("changed.yaml"), yaml.replace(shipped, changed))
        .toString();
  }

  private static int partitions(String topic) throws Exception {
    return broker
        .admin()
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .size();
  }

  private static void set(String topic, String key, String value) throws Exception {
    broker
        .admin()
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static void grant(String principal, String topic, AclOperation operation)
      throws Exception {
    add(principal, topic, operation, ALLOW);
  }

  private static void add(
      String principal, String topic, AclOperation operation, AclPermissionType type)
      throws Exception {
    broker
        .admin()
        .createAcls(
            List.of(
                new AclBinding(
                    new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                    new AccessControlEntry(principal, "*", operation, type))))
        .all()
        .get();
  }
}
