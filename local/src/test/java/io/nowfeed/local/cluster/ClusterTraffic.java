package io.nowfeed.local.cluster;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import io.nowfeed.local.traffic.Producers;
import io.nowfeed.local.traffic.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What users of a cluster send, and what comes back to them. */
final class ClusterTraffic implements AutoCloseable {
  private static final JsonCodec<ActiveUser> ACTIVE_USERS = JsonCodec.of(ActiveUser.class);
  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);

  private final String bootstrapServers;
  private final Producer<String, byte[]> producer;

  ClusterTraffic(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.producer = Producers.idempotent(bootstrapServers, "phones");
  }

  /** Sends a beacon, and tells where it is. */
  Origin sendBeacon(String user, String eventId) throws Exception {
    Beacon beacon = Fixtures.beacon(eventId, user, System.currentTimeMillis());
    RecordMetadata stored = store(Topics.BEACONS, user, Beacon.class, beacon);
    return new Origin(stored.topic(), stored.partition(), stored.offset());
  }

  /** Sends some, and tells where they are. */
  List<Origin> sendBeacons(String user, int count) throws Exception {
    List<Origin> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(sendBeacon(user, UUID.randomUUID().toString()));
    }
    return sent;
  }

  <T> void send(String topic, String key, Class<T> type, T value) throws Exception {
    var unused = store(topic, key, type, value);
  }

  private <T> RecordMetadata store(String topic, String key, Class<T> type, T value)
      throws Exception {
    byte[] json = JsonCodec.of(type).encode(value);
    return producer.send(new ProducerRecord<>(topic, key, json)).get(30, TimeUnit.SECONDS);
  }

  /** The beacons of a user that came out joined. */
  List<Origin> active(String user) throws MalformedEventException {
    List<Origin> origins = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record :
        TopicReader.read(bootstrapServers, Topics.ACTIVE_USERS)) {
      if (record.key().equals(user)) {
        origins.add(ACTIVE_USERS.decode(record.value()).origin());
      }
    }
    return origins;
  }

  /** The lists of a user, in their order. */
  List<Recommendations> lists(String user) throws MalformedEventException {
    List<Recommendations> lists = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record :
        TopicReader.read(bootstrapServers, Topics.RECOMMENDATIONS)) {
      if (record.key().equals(user)) {
        lists.add(LISTS.decode(record.value()));
      }
    }
    return lists;
  }

  @Override
  public void close() {
    producer.close();
  }
}
