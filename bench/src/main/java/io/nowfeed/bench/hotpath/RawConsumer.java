package io.nowfeed.bench.hotpath;

import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The least that reading costs. */
final class RawConsumer {
  private RawConsumer() {}

  static void start(Setting setting) {
    Thread reader = new Thread(() -> read(setting), "raw-consumer");
    reader.setDaemon(true);
    reader.start();
  }

  private static void read(Setting setting) {
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", setting.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.INTERACTIONS).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!Thread.currentThread().isInterrupted()) {
        consumer.poll(Duration.ofMillis(100));
      }
    }
  }
}
