package io.nowfeed.sinks.kafka;

import io.nowfeed.events.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes a record of {@code io.nowfeed.events} as JSON under a string key. A named class, because
 * the sink's lineage cannot take types from a lambda.
 *
 * <p>Event time is never handed to Kafka as the record's timestamp: a replay of an old year would
 * be deleted by retention as soon as it is written. The producer's clock stamps instead.
 *
 * @param <T> the record type
 */
public final class JsonRecordSchema<T>
    implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final Class<T> type;
  private final SerializableFunction<T, String> key;
  private final SerializablePredicate<T> tombstone;
  private transient JsonCodec<T> codec;

  /**
   * @param topic where to write
   * @param type the record type
   * @param key the record's key
   * @param tombstone which records are written as null, to clear their key from a compacted topic
   */
  public JsonRecordSchema(
      String topic,
      Class<T> type,
      SerializableFunction<T, String> key,
      SerializablePredicate<T> tombstone) {
    this.topic = topic;
    this.type = type;
    this.key = key;
    this.tombstone = tombstone;
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    codec = JsonCodec.of(type);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T element, KafkaSinkContext context, Long timestamp) {
    byte[] value = tombstone.test(element) ? null : codec.encode(element);
    return new ProducerRecord<>(
        topic, null, null, key.apply(element).getBytes(StandardCharsets.UTF_8), value);
  }

  /** Tells lineage, and the pool of transactional ids, which topic this writes. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
  }
}
