package io.nowfeed.local.traffic;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Hands the recommendations made from now on to the phones, as the edge network does that pushes
 * them. One thread.
 */
final class ListSubscription implements AutoCloseable {
  /** How long the end of the traffic may wait for a poll. */
  private static final Duration POLL = Duration.ofMillis(200);

  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);

  private final Consumer<String, byte[]> consumer;
  private final ReceivedLists lists;
  private final Tally tally;

  /** Subscribes at the topic's end; what comes after is not missed. */
  ListSubscription(String bootstrapServers, ReceivedLists lists, Tally tally) {
    this.consumer = consumer(bootstrapServers);
    this.lists = lists;
    this.tally = tally;
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.RECOMMENDATIONS).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Takes what has come, waiting a little. */
  void poll() {
    consumer.poll(POLL).forEach(this::take);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      lists.erase(record.key());
      return;
    }
    try {
      lists.take(LISTS.decode(record.value()));
    } catch (MalformedEventException e) {
      tally.failed("reading the recommendations for " + record.key(), e);
    }
  }

  private static Consumer<String, byte[]> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.CLIENT_ID_CONFIG,
            "nowfeed-simulator-lists",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }
}
