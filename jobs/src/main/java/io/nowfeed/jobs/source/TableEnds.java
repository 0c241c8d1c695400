package io.nowfeed.jobs.source;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds the last record of a partition. An end offset alone does not tell: a transaction's marker,
 * or records of an aborted one, may be all there is before it, and no reader ever sees those.
 */
final class TableEnds implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Properties client;
  private final String clientId;
  private final Clock clock;

  /**
   * @param client settings of a consumer, the isolation level of the source among them
   * @param clientId by which the brokers know it
   * @param clock measures patience
   */
  TableEnds(Properties client, String clientId, Clock clock) {
    this.client = client;
    this.clientId = clientId;
    this.clock = clock;
  }

  /**
   * Where partitions end now.
   *
   * @param partitions how many the topic has
   * @param lastRecords by partition, the offset of the last record that is still to be read; empty
   *     when there is none
   */
  record Ends(int partitions, Map<TopicPartition, OptionalLong> lastRecords) {}

  /**
   * Asks Kafka.
   *
   * @param splits partitions of one topic, and from where they will be read
   * @throws org.apache.kafka.common.KafkaException when it does not answer
   */
  Ends of(Collection<KafkaPartitionSplit> splits) {
    Properties settings = new Properties();
    settings.putAll(client);
    settings.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    // Where retention overtakes the search, it must not jump to the end, and find nothing there.
    settings.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    settings.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> assigned =
          splits.stream().map(KafkaPartitionSplit::getTopicPartition).toList();
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(assigned);
      Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
      Map<TopicPartition, OptionalLong> lastRecords = new HashMap<>();
      for (KafkaPartitionSplit split : splits) {
        TopicPartition partition = split.getTopicPartition();
        long beginning = beginnings.get(partition);
        long end = ends.get(partition);
        // Markers such as "earliest" are negative; a table is never begun anywhere else. A topic
        // that was made anew is read from its beginning, whatever was reached of the old one.
        long start = split.getStartingOffset();
        long from = start > end ? beginning : Math.max(beginning, start);
        lastRecords.put(partition, lastRecord(consumer, partition, from, end));
      }
      return new Ends(consumer.partitionsFor(assigned.get(0).topic()).size(), lastRecords);
    }
  }

  /** Goes back from the end in steps that double, until there is a record. */
  private OptionalLong lastRecord(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
    for (long step = 1; ; step *= 2) {
      if (from >= end) {
        return OptionalLong.empty();
      }
      long at = Math.max(from, end - step);
      OptionalLong last = lastRecordSince(consumer, partition, at, end);
      if (last.isPresent() || at == from) {
        return last;
      }
    }
  }

  private OptionalLong lastRecordSince(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long at, long end) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, at);
    OptionalLong last = OptionalLong.empty();
    long deadline = clock.millis() + PATIENCE.toMillis();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end) {
          last = OptionalLong.of(record.offset());
        }
      }
      if (clock.millis() > deadline) {
        throw new TimeoutException(
            ("cannot read %s to its end %d within %d s, so nobody knows when the users table is"
                    + " loaded: has the partition a leader?")
                .formatted(partition, end, PATIENCE.toSeconds()));
      }
    }
    return last;
  }
}
