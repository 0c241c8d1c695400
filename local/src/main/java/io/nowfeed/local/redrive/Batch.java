package io.nowfeed.local.redrive;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Records that are put back together with the notes that they were, in one transaction. One thread.
 */
final class Batch {
  /** On a record that was put back: the name of its dead letter. */
  static final String HEADER = "nowfeed-redriven-from";

  private static final int RECORDS = 500;
  private static final long BYTES = 8L << 20;

  private final Producer<byte[], byte[]> producer;
  private final Function<String, Integer> partitions;
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private long bytes;

  /**
   * @param producer whose transactions are begun
   * @param partitions how many a topic has
   */
  Batch(Producer<byte[], byte[]> producer, Function<String, Integer> partitions) {
    this.producer = producer;
    this.partitions = partitions;
  }

  /** Adds a record; sends all when there are enough. */
  void add(Origin name, DeadLetter letter, byte[] value, long now) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(letter.topic(), partition(letter), letter.key(), value);
    record.headers().add(HEADER, RedrivenTopic.name(name).getBytes(StandardCharsets.UTF_8));
    records.add(record);
    records.add(RedrivenTopic.toRecord(name, letter, now));
    bytes += value == null ? 0 : value.length;
    if (records.size() >= 2 * RECORDS || bytes >= BYTES) {
      commit();
    }
  }

  /** The same partition, so that a user's events stay together; by key when it is no more. */
  private Integer partition(DeadLetter letter) {
    return letter.partition() < partitions.apply(letter.topic()) ? letter.partition() : null;
  }

  /** Sends what is there. */
  void commit() {
    if (records.isEmpty()) {
      return;
    }
    try {
      producer.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        var unused = producer.send(record);
      }
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new RedriveFailedException(
          "another redrive began and took over: see what that one says", e);
    } catch (KafkaException e) {
      throw new RedriveFailedException(
          "the broker refuses "
              + records.size() / 2
              + " records that would be put back together: "
              + e.getMessage()
              + ". What was put back before them counts; run it again to go on",
          e);
    }
    records.clear();
    bytes = 0;
  }
}
