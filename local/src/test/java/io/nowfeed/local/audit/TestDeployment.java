package io.nowfeed.local.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.Duplicate;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.TestBroker;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Does by hand what the jobs do, and what they never should. */
public final class TestDeployment {
  public static final String PERSONALIZATION = "nowfeed-personalization";
  public static final String ANALYTICS = "nowfeed-analytics";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TestBroker broker;

  public TestDeployment(TestBroker broker) {
    this.broker = broker;
  }

  /** An event comes in. */
  public RecordMetadata event(String topic, int partition) throws Exception {
    return broker.send(topic, partition, "ann", "{}");
  }

  /** The join emits an event. */
  public RecordMetadata emit(String topic, RecordMetadata event) throws Exception {
    return broker.send(result(topic, origin(event), MatchReason.MATCHED));
  }

  /** An event comes in and out. */
  public RecordMetadata through(String input, int partition, String output) throws Exception {
    RecordMetadata event = event(input, partition);
    emit(output, event);
    return event;
  }

  public void beacons(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      through(Topics.BEACONS, i % 4, Topics.ACTIVE_USERS);
    }
  }

  public void interactions(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      through(Topics.INTERACTIONS, i % 4, Topics.ENRICHED_INTERACTIONS);
    }
  }

  public void duplicate(RecordMetadata event) throws Exception {
    send(Topics.DUPLICATES, encode(new Duplicate("e-1", origin(event))));
  }

  public void late(RecordMetadata event) throws Exception {
    EnrichedInteraction any = Fixtures.enriched("c-1", Action.LIKE, Fixtures.NOON);
    ObjectNode late = tree(encode(new LateEvent(any, 90_000)));
    setOrigin((ObjectNode) late.get("interaction"), origin(event), MatchReason.MATCHED);
    send(Topics.LATE_EVENTS, late);
  }

  /** An interaction is a user's first engagement with an item. */
  public void measured(RecordMetadata event) throws Exception {
    ObjectNode measured = tree(encode(Fixtures.relevance()));
    measured.set("origin", MAPPER.valueToTree(origin(event)));
    broker.send(Topics.RELEVANCE, event.partition(), "ann", measured.toString());
  }

  public void deadLetter(RecordMetadata event) throws Exception {
    ObjectNode letter = tree(encode(Fixtures.deadLetter()));
    letter.put("topic", event.topic());
    letter.put("partition", event.partition()).put("offset", event.offset());
    send(Topics.DEAD_LETTERS, letter);
  }

  /** The jobs save their state: all that is in the topics was processed. */
  public void checkpoint() throws Exception {
    broker.commitEnds(PERSONALIZATION, Topics.BEACONS, Topics.INTERACTIONS);
    broker.commitEnds(PERSONALIZATION, Topics.CONTENT, Topics.USERS);
    broker.commitEnds(
        ANALYTICS, Topics.ACTIVE_USERS, Topics.ENRICHED_INTERACTIONS, Topics.RELEVANCE);
  }

  /** An audit without BigQuery in which nothing may be on its way. */
  public AuditReport audit() {
    return audit(Duration.ZERO, null);
  }

  public AuditReport audit(Duration grace, AuditOptions.Tables tables) {
    return audit(grace, tables, ".*");
  }

  public AuditReport audit(Duration grace, AuditOptions.Tables tables, String topics) {
    return new Audit(
            new AuditOptions(
                broker.access(),
                "nowfeed",
                Pattern.compile(topics),
                Set.of(),
                grace,
                tables,
                progress -> {}),
            Clock.systemUTC())
        .run();
  }

  public static Origin origin(RecordMetadata event) {
    return new Origin(event.topic(), event.partition(), event.offset());
  }

  /** A record of a result topic, in the partition of its event. */
  public static ProducerRecord<byte[], byte[]> result(
      String topic, Origin origin, MatchReason reason) {
    ObjectNode result =
        topic.equals(Topics.ACTIVE_USERS)
            ? tree(JsonCodec.of(ActiveUser.class).encode(Fixtures.activeUser()))
            : tree(
                JsonCodec.of(EnrichedInteraction.class)
                    .encode(Fixtures.enriched("c-1", Action.LIKE, Fixtures.NOON)));
    setOrigin(result, origin, reason);
    return new ProducerRecord<>(
        topic, origin.partition() % 4, "ann".getBytes(UTF_8), bytes(result));
  }

  private static void setOrigin(ObjectNode result, Origin origin, MatchReason reason) {
    result.put("match_reason", reason.name());
    result.set("origin", MAPPER.valueToTree(origin));
  }

  private void send(String topic, ObjectNode value) throws Exception {
    send(topic, bytes(value));
  }

  private void send(String topic, byte[] value) throws Exception {
    broker.send(new ProducerRecord<>(topic, 0, "ann".getBytes(UTF_8), value));
  }

  private static byte[] encode(Duplicate value) {
    return JsonCodec.of(Duplicate.class).encode(value);
  }

  private static byte[] encode(LateEvent value) {
    return JsonCodec.of(LateEvent.class).encode(value);
  }

  private static byte[] encode(DeadLetter value) {
    return JsonCodec.of(DeadLetter.class).encode(value);
  }

  private static byte[] encode(Relevance value) {
    return JsonCodec.of(Relevance.class).encode(value);
  }

  private static ObjectNode tree(byte[] json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(UTF_8);
  }
}
