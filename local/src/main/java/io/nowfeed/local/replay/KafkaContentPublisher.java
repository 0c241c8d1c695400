package io.nowfeed.local.replay;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Topics;
import io.nowfeed.local.traffic.Producers;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Publishes to the content topic. One thread, besides {@link #close}. */
final class KafkaContentPublisher implements ContentPublisher {
  private static final JsonCodec<ContentItem> CODEC = JsonCodec.of(ContentItem.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Producer<String, byte[]> producer;

  KafkaContentPublisher(String bootstrapServers) {
    this.producer = Producers.idempotent(bootstrapServers, "nowfeed-replay-content");
  }

  @Override
  public Positions publish(List<ContentItem> items) {
    PositionTracker stored = new PositionTracker();
    try {
      for (ContentItem item : items) {
        var unused = producer.send(toRecord(item), stored);
      }
      producer.flush();
    } catch (KafkaException e) {
      throw new ReplayException("publishing content to Kafka failed: " + e.getMessage(), e);
    }
    return stored.positions();
  }

  private static ProducerRecord<String, byte[]> toRecord(ContentItem item) {
    return new ProducerRecord<>(Topics.CONTENT, item.contentId(), CODEC.encode(item));
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
