package io.nowfeed.local.leaderboard;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** How another service keeps the current boards in memory; docs/events.md shows it. */
public final class ReadLeaderboardExample implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;
  private final JsonCodec<Leaderboard> codec = JsonCodec.of(Leaderboard.class);
  private final Map<String, Leaderboard> current = new ConcurrentHashMap<>();

  /** Every instance of a service wants every board: so no group, and from the beginning. */
  public ReadLeaderboardExample(Properties kafka) {
    consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor("popularity").stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** To be called in a loop, by one thread. */
  public void poll() throws MalformedEventException {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
      if (record.value() == null) {
        current.remove(record.key()); // nothing is popular there any more
      } else {
        // Also where a correction of an earlier window comes: the current board follows it.
        current.put(record.key(), codec.decode(record.value()));
      }
    }
  }

  /** The current board, null when there is none; any thread may ask. */
  public Leaderboard board(String segment, String window) {
    return current.get(Leaderboard.key(segment, window));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
