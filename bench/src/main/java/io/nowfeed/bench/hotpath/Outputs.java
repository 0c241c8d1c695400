package io.nowfeed.bench.hotpath;

import io.nowfeed.bench.hotpath.TopContent.Place;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what contenders wrote, to compare it. */
final class Outputs {
  private static final JsonCodec<EnrichedInteraction> ENRICHED =
      JsonCodec.of(EnrichedInteraction.class);
  private static final JsonCodec<Leaderboard> BOARDS = JsonCodec.of(Leaderboard.class);

  /** A contender commits every ten seconds. */
  private static final long PATIENCE_MILLIS = 60_000;

  private final String bootstrapServers;

  Outputs(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * What tells enriched interactions from others, in whatever order they are: a hash over which
   * they are and whose attributes they bear.
   *
   * @param count how many there must be
   * @throws IOException when there are not, after a minute without more
   */
  long enriched(String topic, long count) throws IOException, MalformedEventException {
    long sum = 0;
    long found = 0;
    try (Consumer<byte[], byte[]> consumer = consumer(topic)) {
      long last = System.currentTimeMillis();
      while (found < count) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          EnrichedInteraction each = ENRICHED.decode(record.value());
          sum += (long) Objects.hash(each.eventId(), each.attributes()) * 0x9e3779b97f4a7c15L;
          found++;
          last = System.currentTimeMillis();
        }
        if (System.currentTimeMillis() - last > PATIENCE_MILLIS) {
          throw new IOException("%s holds %,d of %,d records".formatted(topic, found, count));
        }
      }
    }
    return sum;
  }

  /** The newest of Kafka Streams' lists, by {@code country|start}. */
  Map<String, TopContent> tops(String topic) throws MalformedEventException {
    Map<String, TopContent> tops = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : all(topic)) {
      tops.put(new String(record.key(), StandardCharsets.UTF_8), TopContent.decode(record.value()));
    }
    return tops;
  }

  /** The newest of Nowfeed's leaderboards, by {@code country|start}. */
  Map<String, TopContent> boards(String topic) throws MalformedEventException {
    Map<String, TopContent> tops = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : all(topic)) {
      if (record.value() != null) {
        Leaderboard board = BOARDS.decode(record.value());
        List<Place> places =
            board.items().stream()
                .map(item -> new Place(item.contentId(), (long) item.score()))
                .toList();
        tops.put(
            board.segment().replace("country=", "") + "|" + board.windowStart(),
            new TopContent(places));
      }
    }
    return tops;
  }

  private List<ConsumerRecord<byte[], byte[]>> all(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new java.util.ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = consumer(topic)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private Consumer<byte[], byte[]> consumer(String topic) {
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }
}
