package io.nowfeed.local.replay;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic that holds how far the replay is: one key, the last committed value counts. */
final class ProgressTopic {
  private static final String KEY = "progress";
  private static final TopicPartition PARTITION = new TopicPartition(Replay.PROGRESS_TOPIC, 0);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final JsonCodec<ReplayProgress> CODEC = JsonCodec.of(ReplayProgress.class);

  private final String bootstrapServers;

  ProgressTopic(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  static ProducerRecord<String, byte[]> toRecord(ReplayProgress progress) {
    return new ProducerRecord<>(
        PARTITION.topic(), PARTITION.partition(), KEY, CODEC.encode(progress));
  }

  /** The last committed progress, or null; creates the topic where it is missing. */
  ReplayProgress read() {
    create();
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      byte[] last = readToEnd(consumer);
      return last == null ? null : CODEC.decode(last);
    } catch (MalformedEventException e) {
      throw new ReplayException(
          "topic "
              + PARTITION.topic()
              + " holds a progress record that this version cannot read ("
              + e.getMessage()
              + "): use another --data-dir",
          e);
    }
  }

  private static byte[] readToEnd(Consumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(PARTITION));
    consumer.seekToBeginning(List.of(PARTITION));
    long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
    byte[] last = null;
    while (consumer.position(PARTITION) < end) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        last = found.value();
      }
    }
    return last;
  }

  private void create() {
    NewTopic topic =
        new NewTopic(PARTITION.topic(), Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact"));
    try (Admin admin =
        Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplayStoppedException();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new ReplayException(
            "topic " + PARTITION.topic() + " cannot be created: " + e.getCause().getMessage(), e);
      }
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
