package io.nowfeed.local.observe;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what a topic holds, by reading it: offsets alone would count transaction markers, too. */
public final class TopicCounts {
  private static final JsonCodec<DeadLetter> DEAD_LETTERS = JsonCodec.of(DeadLetter.class);

  private final String bootstrapServers;

  /**
   * @param bootstrapServers of the Kafka cluster
   */
  public TopicCounts(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** The committed records of a topic. */
  public long records(String topic) {
    long[] count = {0};
    read(topic, record -> count[0]++);
    return count[0];
  }

  /** How many records of each input topic became dead letters. */
  public Map<String, Long> deadLetters() {
    Map<String, Long> counts = new HashMap<>();
    read(Topics.DEAD_LETTERS, record -> counts.merge(origin(record.value()), 1L, Long::sum));
    return counts;
  }

  private static String origin(byte[] deadLetter) {
    try {
      return DEAD_LETTERS.decode(deadLetter).topic();
    } catch (MalformedEventException e) {
      throw new IllegalStateException("a dead letter is malformed: " + e.getMessage(), e);
    }
  }

  private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(each);
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            ConsumerConfig.CLIENT_ID_CONFIG, "nowfeed-counts",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
