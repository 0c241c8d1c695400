package io.nowfeed.local.join;

import io.nowfeed.events.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A users topic as it is found at a first start, and events that wait in Kafka. Every tenth user
 * changed last of all, so that whoever is joined too early shows it.
 */
final class UsersBacklog implements AutoCloseable {
  private static final int CHANGED = 10;

  private final String topic;
  private final int users;
  private final String bootstrapServers;
  private final KafkaProducer<String, byte[]> producer;
  private volatile Exception refused;

  UsersBacklog(String bootstrapServers, String topic, int users) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.users = users;
    this.producer = producer(Map.of());
  }

  private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings =
        new HashMap<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20, "batch.size", 1 << 18));
    settings.putAll(more);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** The version that is the newest in the topic. */
  long newestLsn(String userId) {
    int user = Integer.parseInt(userId.substring(2));
    return user % CHANGED == 0 ? users + user + 1L : user + 1L;
  }

  void writeUsers(int partitions, boolean compacted) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      NewTopic declared = new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1));
      admin
          .createTopics(
              List.of(compacted ? declared.configs(Map.of("cleanup.policy", "compact")) : declared))
          .all()
          .get();
    }
    for (int user = 0; user < users; user++) {
      write(producer, user, user + 1L);
    }
    for (int user = 0; user < users; user += CHANGED) {
      write(producer, user, users + user + 1L);
    }
    flush();
    writeWhatNobodyReads();
  }

  private void write(KafkaProducer<String, byte[]> to, int user, long lsn) {
    String envelope =
        """
        {"before":null,"after":{"user_id":"u-%d","country":"GB","region":null,"language":"en",\
        "birth_year":1990,"gender":"f","plan":"free","interests":["sport","v%d"]},\
        "source":{"lsn":%d,"ts_ms":1767225600000,"snapshot":"false"},"op":"c"}"""
            .formatted(user, lsn, lsn);
    send(to, topic, "u-" + user, envelope);
  }

  /** The end of each partition is an aborted transaction: an offset, but no record. */
  private void writeWhatNobodyReads() {
    try (KafkaProducer<String, byte[]> aborting =
        producer(Map.of("transactional.id", "aborting-" + topic))) {
      aborting.initTransactions();
      aborting.beginTransaction();
      for (int user = 0; user < 50; user++) {
        write(aborting, user, 9L * users);
      }
      aborting.flush();
      aborting.abortTransaction();
    }
  }

  /** Events of random users, alone in their topics. */
  void writeEvents(int count, String run, long now) throws Exception {
    clear(Topics.BEACONS, Topics.INTERACTIONS);
    Random random = new Random(42);
    for (int i = 0; i < count; i++) {
      String user = "u-" + random.nextInt(users);
      String value =
          i % 2 == 0
              ? """
                {"event_id":"%s-%d","user_id":"%s","device_id":"d","ts":%d}"""
                  .formatted(run, i, user, now)
              : """
                {"event_id":"%s-%d","user_id":"%s","content_id":"c-%d","action":"click","ts":%d}"""
                  .formatted(run, i, user, i % 100, now);
      send(producer, i % 2 == 0 ? Topics.BEACONS : Topics.INTERACTIONS, user, value);
    }
    flush();
  }

  private void send(KafkaProducer<String, byte[]> to, String name, String key, String value) {
    var unused =
        to.send(
            new ProducerRecord<>(name, key, value.getBytes(StandardCharsets.UTF_8)),
            (sent, failure) -> {
              if (failure != null && !(failure instanceof TransactionAbortedException)) {
                refused = failure;
              }
            });
  }

  private void flush() {
    producer.flush();
    if (refused != null) {
      throw new AssertionError("the broker refuses a record", refused);
    }
  }

  private void clear(String... topics) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
      for (String name : topics) {
        producer
            .partitionsFor(name)
            .forEach(
                partition ->
                    partitions.put(
                        new TopicPartition(name, partition.partition()), OffsetSpec.latest()));
      }
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      admin
          .listOffsets(partitions)
          .all()
          .get()
          .forEach(
              (partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end.offset())));
      admin.deleteRecords(all).all().get();
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
