package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what simulators of earlier runs published and did not withdraw. */
final class PublishedContent {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Pattern OURS =
      Pattern.compile(Pattern.quote(SimulatedContent.ID_PREFIX) + "[0-9]{1,9}");

  private PublishedContent() {}

  /** The items, by id. */
  static Collection<ContentItem> read(String bootstrapServers) {
    try (Consumer<String, byte[]> consumer = consumer(bootstrapServers)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.CONTENT).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<String, ContentItem> items = new TreeMap<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(change -> note(change, items));
      }
      return items.values();
    }
  }

  private static void note(ConsumerRecord<String, byte[]> change, Map<String, ContentItem> items) {
    if (change.key() == null || !OURS.matcher(change.key()).matches()) {
      return;
    }
    items.remove(change.key());
    if (change.value() != null) {
      items.put(change.key(), decode(change));
    }
  }

  private static ContentItem decode(ConsumerRecord<String, byte[]> change) {
    try {
      return EventDecoder.content(change.value());
    } catch (MalformedEventException e) {
      throw new IllegalStateException(
          "topic "
              + change.topic()
              + ", offset "
              + change.offset()
              + ": somebody else published item "
              + change.key()
              + ": "
              + e.getMessage()
              + ". Ids like that are the simulator's; use other ones, or --no-traffic.",
          e);
    }
  }

  private static Consumer<String, byte[]> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }
}
