package io.nowfeed.local.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads the committed records of partitions once, from here to there, as a stream. */
public final class PartitionScan {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int POLLS_WITHOUT_PROGRESS = 60;

  private final KafkaAccess access;

  /**
   * @param access to the cluster
   */
  public PartitionScan(KafkaAccess access) {
    this.access = access;
  }

  /**
   * Reads whole records; those of a partition in order.
   *
   * @throws KafkaFailedException when the end is not reached
   */
  public void records(
      Map<TopicPartition, OffsetRange> ranges,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
    read(ranges, new ByteArrayDeserializer(), each);
  }

  /**
   * Reads coordinates and timestamps; keys and values are left as they lie.
   *
   * @throws KafkaFailedException when the end is not reached
   */
  public void coordinates(
      Map<TopicPartition, OffsetRange> ranges,
      java.util.function.Consumer<ConsumerRecord<Void, Void>> each) {
    read(ranges, new Unread(), each);
  }

  private <T> void read(
      Map<TopicPartition, OffsetRange> ranges,
      Deserializer<T> deserializer,
      java.util.function.Consumer<ConsumerRecord<T, T>> each) {
    Map<TopicPartition, OffsetRange> open = new HashMap<>(ranges);
    open.values().removeIf(range -> range.size() == 0);
    if (open.isEmpty()) {
      return;
    }
    Consumer<T, T> consumer = access.consumer(deserializer);
    try {
      consumer.assign(open.keySet());
      open.forEach((partition, range) -> consumer.seek(partition, range.begin()));
      readToEnds(consumer, open, each);
    } catch (KafkaException e) {
      throw new KafkaFailedException("reading failed: " + e.getMessage(), e);
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private static <T> void readToEnds(
      Consumer<T, T> consumer,
      Map<TopicPartition, OffsetRange> open,
      java.util.function.Consumer<ConsumerRecord<T, T>> each) {
    int idle = 0;
    Map<TopicPartition, Long> positions = Map.of();
    while (!open.isEmpty()) {
      visit(consumer.poll(POLL), open, each);
      Map<TopicPartition, Long> now = positions(consumer, open.keySet());
      idle = now.equals(positions) ? idle + 1 : 0;
      positions = now;
      requireProgress(idle, open);
      closeEnded(consumer, open, positions);
    }
  }

  private static <T> void visit(
      ConsumerRecords<T, T> records,
      Map<TopicPartition, OffsetRange> open,
      java.util.function.Consumer<ConsumerRecord<T, T>> each) {
    for (TopicPartition partition : records.partitions()) {
      OffsetRange range = open.get(partition);
      for (ConsumerRecord<T, T> record : records.records(partition)) {
        if (range != null && range.contains(record.offset())) {
          each.accept(record);
        }
      }
    }
  }

  private static Map<TopicPartition, Long> positions(
      Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
    return positions;
  }

  private static void requireProgress(int idle, Map<TopicPartition, OffsetRange> open) {
    if (idle >= POLLS_WITHOUT_PROGRESS) {
      throw new KafkaFailedException(
          "reading stands still, with "
              + open.keySet()
              + " to be read on: is a broker of theirs down?",
          null);
    }
  }

  /** A partition that is read is not fetched on: the traffic goes on behind its end. */
  private static void closeEnded(
      Consumer<?, ?> consumer,
      Map<TopicPartition, OffsetRange> open,
      Map<TopicPartition, Long> positions) {
    Set<TopicPartition> ended = new HashSet<>(open.keySet());
    ended.removeIf(partition -> positions.get(partition) < open.get(partition).end());
    if (!ended.isEmpty()) {
      open.keySet().removeAll(ended);
      consumer.pause(List.copyOf(ended));
    }
  }

  /** Does not even copy the bytes. */
  private static final class Unread implements Deserializer<Void> {
    @Override
    public Void deserialize(String topic, byte[] data) {
      return null;
    }

    @Override
    public Void deserialize(String topic, Headers headers, ByteBuffer data) {
      return null;
    }
  }
}
