package io.nowfeed.local.recommendation;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows the lists, and keeps every one, by user in the order of the topic. */
final class ListTail implements AutoCloseable {
  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);

  private final Consumer<String, byte[]> consumer;
  private final Map<String, List<Recommendations>> lists = new HashMap<>();
  private final Set<String> triggers = new HashSet<>();

  ListTail(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.RECOMMENDATIONS).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Takes in what has come. */
  void poll() throws MalformedEventException {
    ConsumerRecords<String, byte[]> come = consumer.poll(Duration.ofMillis(20));
    while (!come.isEmpty()) {
      for (ConsumerRecord<String, byte[]> record : come) {
        take(record);
      }
      come = consumer.poll(Duration.ZERO);
    }
  }

  private void take(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
    Recommendations list =
        record.value() == null
            ? Recommendations.erasure(record.key())
            : LISTS.decode(record.value());
    lists.computeIfAbsent(record.key(), user -> new ArrayList<>()).add(list);
    if (!list.erases()) {
      triggers.add(list.trigger().eventId());
    }
  }

  /** All lists by user, in the order of the topic. */
  Map<String, List<Recommendations>> lists() {
    return lists;
  }

  /** What a consumer shows: of each user the newest list, and none when it was erased. */
  Map<String, Recommendations> inForce() {
    Map<String, Recommendations> shown = new HashMap<>();
    lists.forEach(
        (user, all) -> {
          for (Recommendations list : all) {
            if (list.erases()) {
              shown.remove(user);
            } else {
              shown.merge(user, list, (old, next) -> next.version() > old.version() ? next : old);
            }
          }
        });
    return shown;
  }

  /** The events, and the items withdrawn, that made lists. */
  Set<String> triggers() {
    return triggers;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
