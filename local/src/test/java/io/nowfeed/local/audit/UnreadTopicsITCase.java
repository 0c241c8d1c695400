package io.nowfeed.local.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.local.audit.AuditReport.UndeclaredRead;
import io.nowfeed.local.audit.AuditReport.UnreadTopic;
import io.nowfeed.local.kafka.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics that nobody reads, and topics that nobody declared. */
class UnreadTopicsITCase {
  private static final int WRITTEN = 45;
  private static final int SUBSCRIBED = 40;
  private static final int EVENTS_OF_READ = 175;
  private static final int EVENTS_OF_UNREAD = 400;

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

  /** A team's real story, a thousandth of it: they had counted for days. */
  @Test
  void nineThousandInSevenThousandOutFortyFiveWrittenFortySubscribed() throws Exception {
    for (int topic = 0; topic < WRITTEN; topic++) {
      broker.createTopic(eventTopic(topic), 1);
      broker.sendAll(events(topic));
    }
    for (int topic = 0; topic < SUBSCRIBED; topic++) {
      broker.commitEnds(TestDeployment.PERSONALIZATION, eventTopic(topic));
      broker.sendAll(results(topic));
    }
    broker.commitEnds(TestDeployment.ANALYTICS, Topics.ENRICHED_INTERACTIONS);

    AuditReport report = jobs.audit();

    assertThat(report.clean()).isFalse();
    assertThat(report.hops()).hasSize(SUBSCRIBED).allMatch(Hop::agrees);
    long in = report.hops().stream().mapToLong(Hop::in).sum();
    long out = report.hops().stream().mapToLong(Hop::out).sum();
    assertThat(in).isEqualTo(7_000).isEqualTo(out);
    assertThat(report.unreadTopics())
        .containsExactlyElementsOf(
            IntStream.range(SUBSCRIBED, WRITTEN)
                .mapToObj(topic -> new UnreadTopic(eventTopic(topic), EVENTS_OF_UNREAD, true))
                .toList());
    long unread = report.unreadTopics().stream().mapToLong(UnreadTopic::records).sum();
    assertThat(in + unread).isEqualTo(9_000);
    assertThat(ReportFormat.TEXT.format(report))
        .contains("7,000 events in 40 topics that are read, 7,000 came out")
        .contains("2,000 records in 5 topics that are not")
        .contains("events-40  400", "events-41  400", "events-42  400", "events-43  400")
        .contains("NOT CLEAN: 0 missing, 0 repeated, 0 out of place, 5 topics unread");
  }

  @Test
  void whatIsReadAndNobodyDeclaredIsListed() throws Exception {
    broker.createTopic("clicks", 1);
    broker.commitEnds("nowfeed-personalization", "clicks");
    broker.commitEnds("dashboards", "clicks", Topics.RECOMMENDATIONS);

    AuditReport report = jobs.audit();

    assertThat(report.undeclaredReads())
        .extracting(UndeclaredRead::topic, read -> List.copyOf(read.groups()))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "clicks", List.of("dashboards", "nowfeed-personalization")));
    assertThat(report.clean()).isTrue();
  }

  @Test
  void otherGroupsAreNoReadersOfTheDeployment() throws Exception {
    broker.createTopic("clicks", 1);
    broker.send("clicks", 0, "k", "v");
    broker.commitEnds("dashboards", "clicks");
    broker.commitEnds("nowfeedback-personalization", "clicks");

    assertThat(jobs.audit().unreadTopics()).containsExactly(new UnreadTopic("clicks", 1, true));
  }

  @Test
  void outboundAndInternalTopicsNeedNoReader() throws Exception {
    for (String topic : List.of("connect-offsets", "my-connect-configs", "connect_status")) {
      broker.createTopic(topic, 1);
      broker.send(topic, 0, "k", "v");
    }
    for (String topic :
        List.of(
            Topics.RECOMMENDATIONS,
            Topics.RELEVANCE,
            Topics.POPULARITY,
            Topics.DUPLICATES,
            Topics.REDRIVEN)) {
      broker.send(topic, 0, "k", "{}");
    }

    assertThat(jobs.audit().unreadTopics()).isEmpty();
  }

  @Test
  void aResultThatNobodyReadsIsUnread() throws Exception {
    broker.send(Topics.ACTIVE_USERS, 0, "k", "{}");

    assertThat(jobs.audit().unreadTopics())
        .containsExactly(new UnreadTopic(Topics.ACTIVE_USERS, 1, true));
  }

  @Test
  void emptyAbortedAndYoungTopicsAreNotToldOf() throws Exception {
    broker.createTopic("empty", 1);
    broker.createTopic("aborted", 1);
    broker.createTopic("young", 1);
    broker.send("young", 0, "k", "v");
    try (Producer<byte[], byte[]> producer = broker.transactional("writer")) {
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("aborted", new byte[1])).get();
      producer.abortTransaction();
    }

    assertThat(jobs.audit(Duration.ofHours(1), null).unreadTopics()).isEmpty();
    assertThat(jobs.audit().unreadTopics()).containsExactly(new UnreadTopic("young", 1, true));
  }

  @Test
  void theListsAreLimitedToTheTopicsOfInterest() throws Exception {
    broker.createTopic("ours", 1);
    broker.createTopic("theirs", 1);
    broker.send("ours", 0, "k", "v");
    broker.send("theirs", 0, "k", "v");
    broker.commitEnds("their-group", "theirs");

    AuditReport report = jobs.audit(Duration.ZERO, null, "ou.*");

    assertThat(report.unreadTopics()).containsExactly(new UnreadTopic("ours", 1, true));
    assertThat(report.undeclaredReads()).isEmpty();
  }

  private static String eventTopic(int topic) {
    return "events-%02d".formatted(topic);
  }

  private static List<ProducerRecord<byte[], byte[]>> events(int topic) {
    int count = topic < SUBSCRIBED ? EVENTS_OF_READ : EVENTS_OF_UNREAD;
    List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(new ProducerRecord<>(eventTopic(topic), "ann".getBytes(UTF_8), new byte[2]));
    }
    return events;
  }

  private static List<ProducerRecord<byte[], byte[]>> results(int topic) {
    return LongStream.range(0, EVENTS_OF_READ)
        .mapToObj(offset -> new Origin(eventTopic(topic), 0, offset))
        .map(
            origin ->
                TestDeployment.result(Topics.ENRICHED_INTERACTIONS, origin, MatchReason.MATCHED))
        .toList();
  }
}
