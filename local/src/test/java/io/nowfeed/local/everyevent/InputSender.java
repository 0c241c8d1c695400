package io.nowfeed.local.everyevent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the script's records, and probes between them. */
final class InputSender implements AutoCloseable {
  /** Later than anything of the phase could push event time, earlier than the next. */
  static final long BEHIND_PHASE = Duration.ofMinutes(2).toMillis();

  /** More than events may be out of order. */
  private static final long BEYOND_DISORDER = Duration.ofSeconds(15).toMillis();

  private static final long APART = 2500;

  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);

  /** The script says when the broker took a record, and lives in a time of its own. */
  private static final Map<String, String> STAMPED_BY_SCRIPT =
      Map.of(
          "message.timestamp.type",
          "CreateTime",
          "message.timestamp.after.max.ms",
          Long.toString(Long.MAX_VALUE),
          "retention.ms",
          "-1");

  private final Producer<byte[], byte[]> producer;
  private int probes;

  InputSender(String bootstrapServers, Setting setting)
      throws ExecutionException, InterruptedException {
    createTopics(bootstrapServers, setting);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  private static void createTopics(String bootstrapServers, Setting setting)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              List.of(
                  topic(Setting.BEACONS, Setting.EVENT_PARTITIONS),
                  topic(Setting.INTERACTIONS, Setting.EVENT_PARTITIONS),
                  topic(Setting.USERS, setting.usersPartitions()),
                  topic(Setting.PROBE_BEACONS, 1),
                  topic(Setting.PROBE_INTERACTIONS, 1)))
          .all()
          .get();
    }
  }

  private static NewTopic topic(String name, int partitions) {
    return new NewTopic(name, partitions, (short) 1).configs(STAMPED_BY_SCRIPT);
  }

  /** Sends a record, which must come to where the script says. */
  void send(Input input) {
    RecordMetadata sent = send(input.toSend());
    if (sent.offset() != input.origin().offset()) {
      throw new AssertionError(input + " came to offset " + sent.offset());
    }
  }

  private RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("the broker refuses a record of " + record.topic(), e);
    }
  }

  /** Asks for the sentinels of users and content. */
  void probeTables(Phase phase) {
    long ts = Setting.time(phase.number());
    phase.sentinels().keySet().forEach(userId -> probe(userId, ts));
    interact(Phase.SENTINEL_ITEM, ts);
  }

  /**
   * Lets event time pass {@link #BEHIND_PHASE} and shows it: what is counted closes its window. An
   * attempt may be overtaken by its own time, so each is a little later.
   */
  void probeTime(Phase phase, int attempt) {
    long ts = Setting.time(phase.number()) + BEHIND_PHASE + attempt * APART;
    interact("probe-" + probes, ts);
    interact("probe-" + probes, ts + BEYOND_DISORDER);
    probe((String) null, ts + BEYOND_DISORDER);
  }

  /** Sends a beacon of nobody, and returns its id. */
  String probe(Phase phase) {
    return probe((String) null, Setting.time(phase.number()));
  }

  private String probe(String userId, long ts) {
    String eventId = "probe-" + probes++;
    Beacon beacon = new Beacon(eventId, userId, null, "probe", ts, null, null);
    probe(Setting.PROBE_BEACONS, ts, BEACONS.encode(beacon));
    return eventId;
  }

  private void interact(String contentId, long ts) {
    String eventId = "probe-" + probes++;
    Interaction interaction =
        new Interaction(eventId, null, null, "probe", contentId, Action.CLICK, ts, null);
    probe(Setting.PROBE_INTERACTIONS, ts, INTERACTIONS.encode(interaction));
  }

  private void probe(String topic, long ts, byte[] value) {
    send(new ProducerRecord<>(topic, 0, ts, "probe".getBytes(UTF_8), value));
  }

  @Override
  public void close() {
    producer.close();
  }
}
