package io.nowfeed.local.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the input topics to the outputs, on a real broker. */
class AuditITCase {
  @TempDir private static Path folder;
  private static TestBroker broker;
  private TestDeployment jobs;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void reset() throws Exception {
    broker.reset();
    jobs = new TestDeployment(broker);
  }

  @Test
  void everyEventInOneOutputIsClean() throws Exception {
    jobs.beacons(40);
    jobs.interactions(30);
    jobs.duplicate(jobs.event(Topics.BEACONS, 1));
    jobs.deadLetter(jobs.event(Topics.INTERACTIONS, 2));
    jobs.late(jobs.through(Topics.INTERACTIONS, 3, Topics.ENRICHED_INTERACTIONS));
    jobs.checkpoint();

    AuditReport report = jobs.audit();

    assertThat(report.clean()).isTrue();
    Hop beacons = hop(report, Topics.BEACONS);
    assertThat(beacons.in()).isEqualTo(41);
    assertThat(beacons.out()).isEqualTo(41);
    assertThat(beacons.byReason()).isEqualTo(Map.of("MATCHED", 40L, "DUPLICATE", 1L));
    Hop interactions = hop(report, Topics.INTERACTIONS);
    assertThat(interactions.in()).isEqualTo(32);
    assertThat(interactions.byReason()).isEqualTo(Map.of("MATCHED", 31L, "DEAD_LETTER", 1L));
    assertThat(interactions.late()).isEqualTo(1);
    assertThat(report.unreadTopics()).isEmpty();
    assertThat(report.undeclaredReads()).isEmpty();
  }

  @Test
  void anEventWithoutOutputIsMissing() throws Exception {
    jobs.beacons(40);
    RecordMetadata lost = jobs.event(Topics.BEACONS, 2);
    jobs.beacons(40);
    jobs.checkpoint();

    AuditReport report = jobs.audit();

    assertThat(report.clean()).isFalse();
    Hop hop = hop(report, Topics.BEACONS);
    assertThat(hop.missing()).isEqualTo(new Findings(1, List.of(name(lost))));
    assertThat(hop.repeated()).isEqualTo(Findings.NONE);
    assertThat(hop.pending()).isZero();
    assertThat(hop.in()).isEqualTo(hop.out() + 1);
  }

  @Test
  void anOutputWrittenTwiceIsRepeated() throws Exception {
    jobs.beacons(40);
    RecordMetadata twice = jobs.through(Topics.BEACONS, 1, Topics.ACTIVE_USERS);
    jobs.emit(Topics.ACTIVE_USERS, twice);
    jobs.checkpoint();

    AuditReport report = jobs.audit();

    assertThat(report.clean()).isFalse();
    Hop hop = hop(report, Topics.BEACONS);
    assertThat(hop.repeated()).isEqualTo(new Findings(1, List.of(name(twice))));
    assertThat(hop.missing()).isEqualTo(Findings.NONE);
    assertThat(hop.out()).isEqualTo(41);
  }

  @Test
  void aDuplicateThatIsAlsoEmittedIsRepeated() throws Exception {
    RecordMetadata both = jobs.through(Topics.BEACONS, 1, Topics.ACTIVE_USERS);
    jobs.duplicate(both);
    jobs.checkpoint();

    assertThat(hop(jobs.audit(), Topics.BEACONS).repeated().first()).containsExactly(name(both));
  }

  @Test
  void manyFindingsAreCountedAndTheFirstOfThemNamed() throws Exception {
    for (int i = 0; i < 25; i++) {
      jobs.event(Topics.INTERACTIONS, 3);
    }
    jobs.checkpoint();

    Findings missing = hop(jobs.audit(), Topics.INTERACTIONS).missing();

    assertThat(missing.count()).isEqualTo(25);
    assertThat(missing.first())
        .hasSize(10)
        .startsWith("interactions-3@0", "interactions-3@1")
        .endsWith("interactions-3@9");
  }

  @Test
  void whatIsNotCommittedYetIsPending() throws Exception {
    jobs.beacons(8);
    jobs.checkpoint();
    jobs.event(Topics.BEACONS, 0);
    // Already out, and not committed yet.
    jobs.beacons(1);

    AuditReport report = jobs.audit();

    assertThat(report.clean()).isTrue();
    assertThat(hop(report, Topics.BEACONS).pending()).isEqualTo(1);
    assertThat(hop(report, Topics.BEACONS).out()).isEqualTo(9);
  }

  @Test
  void whatIsYoungerThanTheGraceIsPending() throws Exception {
    jobs.beacons(8);
    jobs.event(Topics.BEACONS, 0);
    jobs.checkpoint();

    assertThat(hop(jobs.audit(Duration.ofHours(1), null), Topics.BEACONS).pending()).isEqualTo(1);
    assertThat(hop(jobs.audit(), Topics.BEACONS).missing().count()).isEqualTo(1);
  }

  @Test
  void withoutCommittedOffsetsAllIsPendingAndSaidSo() throws Exception {
    jobs.event(Topics.BEACONS, 0);

    AuditReport report = jobs.audit();

    assertThat(hop(report, Topics.BEACONS).pending()).isEqualTo(1);
    assertThat(hop(report, Topics.BEACONS).missing()).isEqualTo(Findings.NONE);
    assertThat(report.notes())
        .anyMatch(note -> note.contains("nowfeed-personalization has committed no offset"));
    assertThat(report.unreadTopics())
        .containsExactly(new AuditReport.UnreadTopic(Topics.BEACONS, 1, true));
  }

  @Test
  void markersAndAbortedRecordsOfTheInputAreNoEvents() throws Exception {
    try (Producer<byte[], byte[]> producer = broker.transactional("phones")) {
      for (int i = 0; i < 20; i++) {
        producer.beginTransaction();
        RecordMetadata event = producer.send(beacon()).get();
        if (i % 2 == 0) {
          producer.commitTransaction();
          jobs.emit(Topics.ACTIVE_USERS, event);
        } else {
          producer.abortTransaction();
        }
      }
    }
    jobs.checkpoint();

    AuditReport report = jobs.audit();

    assertThat(report.clean()).isTrue();
    assertThat(hop(report, Topics.BEACONS).in()).isEqualTo(10);
  }

  @Test
  void anOpenTransactionOfAnOutputMakesPending() throws Exception {
    RecordMetadata event = jobs.event(Topics.BEACONS, 0);
    try (Producer<byte[], byte[]> job = broker.transactional("job")) {
      job.beginTransaction();
      job.send(
              TestDeployment.result(
                  Topics.ACTIVE_USERS, TestDeployment.origin(event), MatchReason.MATCHED))
          .get();
      jobs.checkpoint();

      AuditReport held = jobs.audit();

      assertThat(hop(held, Topics.BEACONS).pending()).isEqualTo(1);
      assertThat(held.clean()).isTrue();
      assertThat(held.notes()).anyMatch(note -> note.contains("open transactions hold back"));
      job.commitTransaction();
    }

    assertThat(hop(jobs.audit(), Topics.BEACONS).out()).isEqualTo(1);
  }

  @Test
  void anOutputThatWasAbortedIsMissing() throws Exception {
    RecordMetadata event = jobs.event(Topics.BEACONS, 0);
    try (Producer<byte[], byte[]> job = broker.transactional("job")) {
      job.beginTransaction();
      job.send(
              TestDeployment.result(
                  Topics.ACTIVE_USERS, TestDeployment.origin(event), MatchReason.MATCHED))
          .get();
      job.abortTransaction();
    }
    jobs.checkpoint();

    assertThat(hop(jobs.audit(), Topics.BEACONS).missing().count()).isEqualTo(1);
  }

  @Test
  void inputThatIsNoLongerKeptIsNotMissing() throws Exception {
    jobs.beacons(40);
    jobs.checkpoint();
    broker.cut(Topics.BEACONS, 1, 4);

    AuditReport report = jobs.audit();

    assertThat(report.clean()).isTrue();
    assertThat(hop(report, Topics.BEACONS).in()).isEqualTo(36);
    assertThat(hop(report, Topics.BEACONS).inputGone()).isEqualTo(4);
  }

  @Test
  void ofOutputsThatAreCutTheRestIsAudited() throws Exception {
    jobs.beacons(40);
    RecordMetadata lost = jobs.event(Topics.BEACONS, 1);
    jobs.beacons(4);
    jobs.checkpoint();
    broker.cut(Topics.ACTIVE_USERS, 1, 4);

    AuditReport report = jobs.audit();

    Hop hop = hop(report, Topics.BEACONS);
    assertThat(hop.outputGone()).isEqualTo(4);
    assertThat(hop.missing().first()).containsExactly(name(lost));
    assertThat(report.notes()).anyMatch(note -> note.contains("retention took"));
  }

  @Test
  void aMeasurementIsNoSecondOutcome() throws Exception {
    jobs.measured(jobs.through(Topics.INTERACTIONS, 1, Topics.ENRICHED_INTERACTIONS));
    RecordMetadata lost = jobs.event(Topics.INTERACTIONS, 2);
    jobs.measured(lost);
    jobs.checkpoint();

    Hop hop = hop(jobs.audit(), Topics.INTERACTIONS);

    assertThat(hop.repeated()).isEqualTo(Findings.NONE);
    assertThat(hop.missing().first()).containsExactly(name(lost));
    assertThat(hop.byReason()).isEqualTo(Map.of("MATCHED", 1L));
  }

  @Test
  void measurementsThatAreCutLimitNothing() throws Exception {
    RecordMetadata lost = jobs.event(Topics.INTERACTIONS, 0);
    for (int i = 0; i < 4; i++) {
      jobs.measured(jobs.through(Topics.INTERACTIONS, 0, Topics.ENRICHED_INTERACTIONS));
    }
    jobs.checkpoint();
    broker.cut(Topics.RELEVANCE, 0, 3);

    AuditReport report = jobs.audit();

    assertThat(hop(report, Topics.INTERACTIONS).missing().first()).containsExactly(name(lost));
    assertThat(hop(report, Topics.INTERACTIONS).outputGone()).isZero();
    assertThat(report.notes()).noneMatch(note -> note.contains("retention took"));
  }

  @Test
  void anOriginThatNeverWasIsOutOfPlace() throws Exception {
    jobs.beacons(8);
    try (Producer<byte[], byte[]> producer = broker.transactional("phones")) {
      producer.beginTransaction();
      RecordMetadata aborted = producer.send(beacon()).get();
      producer.abortTransaction();
      jobs.emit(Topics.ACTIVE_USERS, aborted);
      jobs.checkpoint();

      AuditReport report = jobs.audit();

      assertThat(report.clean()).isFalse();
      assertThat(hop(report, Topics.BEACONS).unknown().first()).containsExactly(name(aborted));
    }
  }

  @Test
  void anOriginBehindTheEndNeverWas() throws Exception {
    jobs.beacons(8);
    Origin origin = new Origin(Topics.BEACONS, 2, 999);
    broker.send(TestDeployment.result(Topics.ACTIVE_USERS, origin, MatchReason.MATCHED));
    jobs.checkpoint();

    assertThat(hop(jobs.audit(), Topics.BEACONS).unknown())
        .isEqualTo(new Findings(1, List.of("beacons-2@999")));
  }

  @Test
  void aLateEventMustBeAnInteractionToo() throws Exception {
    RecordMetadata event = jobs.event(Topics.INTERACTIONS, 0);
    jobs.duplicate(event);
    jobs.late(event);
    jobs.checkpoint();

    AuditReport report = jobs.audit();

    assertThat(report.clean()).isFalse();
    assertThat(hop(report, Topics.INTERACTIONS).lateOnly().first()).containsExactly(name(event));
  }

  @Test
  void aLateEventWithoutItsInteractionIsMissing() throws Exception {
    RecordMetadata event = jobs.event(Topics.INTERACTIONS, 0);
    jobs.late(event);
    jobs.checkpoint();

    assertThat(hop(jobs.audit(), Topics.INTERACTIONS).missing().first())
        .containsExactly(name(event));
  }

  @Test
  void aLateEventWrittenTwiceIsRepeated() throws Exception {
    RecordMetadata event = jobs.through(Topics.INTERACTIONS, 0, Topics.ENRICHED_INTERACTIONS);
    jobs.late(event);
    jobs.late(event);
    jobs.checkpoint();

    assertThat(hop(jobs.audit(), Topics.INTERACTIONS).repeated().first())
        .containsExactly(name(event));
  }

  @Test
  void whatCannotBeReadIsNoted() throws Exception {
    jobs.beacons(4);
    RecordMetadata event = jobs.event(Topics.BEACONS, 0);
    broker.send(Topics.ACTIVE_USERS, 0, "ann", "not JSON");
    jobs.checkpoint();

    AuditReport report = jobs.audit();

    assertThat(report.notes())
        .anyMatch(note -> note.contains("1 records of active-users name no origin"));
    assertThat(hop(report, Topics.BEACONS).missing().first()).containsExactly(name(event));
  }

  @Test
  void aPartitionWithoutACommitIsPending() throws Exception {
    jobs.beacons(8);
    jobs.event(Topics.BEACONS, 3);
    broker.commit(
        TestDeployment.PERSONALIZATION, Map.of(new TopicPartition(Topics.BEACONS, 0), 2L));
    broker.commitEnds(TestDeployment.ANALYTICS, Topics.ACTIVE_USERS);

    assertThat(hop(jobs.audit(), Topics.BEACONS).pending()).isEqualTo(1);
  }

  private static ProducerRecord<byte[], byte[]> beacon() {
    return new ProducerRecord<>(Topics.BEACONS, 0, "ann".getBytes(UTF_8), "{}".getBytes(UTF_8));
  }

  private static Hop hop(AuditReport report, String topic) {
    return report.hops().stream().filter(hop -> hop.from().equals(topic)).findFirst().orElseThrow();
  }

  private static String name(RecordMetadata record) {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }
}
