package io.nowfeed.bench.hotpath;

import io.nowfeed.events.Topics;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills the topics before anybody is measured. */
final class Preload {
  private final HotPathData data;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<Exception> refused = new AtomicReference<>();

  private Preload(HotPathData data, Producer<byte[], byte[]> producer) {
    this.data = data;
    this.producer = producer;
  }

  static void fill(String bootstrapServers, HotPathData data) throws IOException {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "compression.type",
            "lz4",
            "linger.ms",
            20,
            "batch.size",
            128 << 10);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      new Preload(data, producer).fill();
    }
  }

  private void fill() throws IOException {
    table(Topics.USERS, data.users(), data::userKey, data::userRow);
    table(Topics.CONTENT, data.items(), data::itemKey, data::itemRow);
    events(Topics.INTERACTIONS, data.interactions(), data::userOf, data::interaction);
    events(Topics.BEACONS, data.beacons(), data::userOfBeacon, data::beacon);
    producer.flush();
    if (refused.get() != null) {
      throw new IOException("the topics cannot be filled", refused.get());
    }
  }

  private void table(String topic, int rows, IntFunction<byte[]> key, IntFunction<byte[]> value) {
    events(topic, rows, row -> key.apply((int) row), row -> value.apply((int) row));
  }

  private void events(
      String topic, int count, LongFunction<byte[]> key, LongFunction<byte[]> value) {
    for (long number = 0; number < count; number++) {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, key.apply(number), value.apply(number)),
              (metadata, failure) -> refused.compareAndSet(null, failure));
    }
  }
}
