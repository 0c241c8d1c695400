package io.nowfeed.local.traffic;

import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Topics;
import io.nowfeed.events.UserKey;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends, and counts what the broker has acknowledged. Thread-safe. */
final class Outbox implements AutoCloseable {
  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);
  private static final JsonCodec<ContentItem> CONTENT = JsonCodec.of(ContentItem.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final Producer<String, byte[]> producer;
  private final Tally tally;

  Outbox(Producer<String, byte[]> producer, Tally tally) {
    this.producer = producer;
    this.tally = tally;
  }

  void send(Beacon beacon) {
    String key = UserKey.of(beacon.userId(), beacon.sessionId(), beacon.deviceId());
    send(Topics.BEACONS, key, BEACONS.encode(beacon), tally.beacons);
  }

  void send(Interaction interaction) {
    String key = UserKey.of(interaction.userId(), interaction.sessionId(), interaction.deviceId());
    send(Topics.INTERACTIONS, key, INTERACTIONS.encode(interaction), tally.interactions);
  }

  void publish(ContentItem item) {
    send(Topics.CONTENT, item.contentId(), CONTENT.encode(item), tally.contentPublished);
  }

  void withdraw(String contentId) {
    send(Topics.CONTENT, contentId, null, tally.contentWithdrawn);
  }

  /** Waits until all is acknowledged or has failed. */
  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }

  private void send(String topic, String key, byte[] value, LongAdder stored) {
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, key, value),
              (record, failure) -> {
                if (failure == null) {
                  stored.increment();
                } else {
                  tally.failed("Kafka refused a record of topic " + topic, failure);
                }
              });
    } catch (KafkaException e) {
      tally.failed("sending to topic " + topic, e);
    }
  }
}
