package io.nowfeed.local.replay;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.cdc.UserChangeDecoder;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The latest change of each user in the users topic, read from its start. One thread. */
final class UsersChangelog implements AutoCloseable {
  /**
   * A user's latest change.
   *
   * @param partition where it is
   * @param offset where it is
   * @param attributes what the user became; null when deleted
   * @param asOf since when that is true, epoch milliseconds
   */
  record Change(TopicPartition partition, long offset, Map<String, String> attributes, long asOf) {
    /** Whether this brought the row that the table has. */
    boolean brought(UserRow row) {
      return row.attributes().equals(attributes)
          && (row.validFrom() == null || row.validFrom() == asOf);
    }
  }

  private static final Duration POLL = Duration.ofMillis(20);

  private final Consumer<String, byte[]> consumer;
  private final List<String> attributes;
  private final Map<String, Change> latest = new HashMap<>();
  private boolean assigned;
  private long records;

  UsersChangelog(String bootstrapServers, List<String> attributes) {
    this.attributes = attributes;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * Takes in what has come.
   *
   * @return how many changes were read in all
   */
  long poll() {
    try {
      if (!assigned) {
        assign();
      }
      for (ConsumerRecord<String, byte[]> change : consumer.poll(POLL)) {
        records++;
        note(change);
      }
    } catch (KafkaException e) {
      throw new ReplayException("reading topic " + Topics.USERS + " failed: " + e.getMessage(), e);
    }
    return records;
  }

  /** The latest change read of a user, or null. */
  Change latest(String userId) {
    return latest.get(userId);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void assign() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.USERS).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    assigned = true;
  }

  private void note(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      return;
    }
    UserChange change = decode(record);
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    Map<String, String> became =
        change.isDelete() ? null : UserValues.of(change.attributes(), attributes);
    latest.put(change.userId(), new Change(partition, record.offset(), became, change.asOf()));
  }

  private static UserChange decode(ConsumerRecord<String, byte[]> record) {
    try {
      return UserChangeDecoder.decode(record.key(), record.value());
    } catch (MalformedEventException e) {
      throw new ReplayException(
          "topic "
              + record.topic()
              + ", partition "
              + record.partition()
              + ", offset "
              + record.offset()
              + " is no change of a user: "
              + e.getMessage(),
          e);
    }
  }
}
