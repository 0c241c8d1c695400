package io.nowfeed.jobs.source;

import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.LoadedPartition;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a table's records, and says of a partition that it is loaded behind the last record it had
 * at the start. Kafka's source calls it as it emits, so the word cannot overtake a record.
 *
 * @param <T> what comes of the table
 */
final class TableSchema<T> implements KafkaRecordDeserializationSchema<Inbound<T>> {
  private static final long serialVersionUID = 1L;

  private final InboundSchema<T> records;
  private final Word<T> word;
  private transient Map<TopicPartition, Awaited> awaited;

  /** How the word that a partition is loaded becomes an element of the stream. */
  interface Word<T> extends Function<LoadedPartition, T>, Serializable {}

  private record Awaited(long lastOffset, LoadedPartition loaded) {}

  TableSchema(InboundSchema<T> records, Word<T> word) {
    this.records = records;
    this.word = word;
  }

  /** The uid of the source. */
  String stage() {
    return records.stage();
  }

  /** From now on says {@code loaded} behind the record at {@code lastOffset}. */
  void await(TopicPartition partition, long lastOffset, LoadedPartition loaded) {
    if (awaited == null) {
      awaited = new HashMap<>();
    }
    awaited.put(partition, new Awaited(lastOffset, loaded));
  }

  /** The word, as an element of the stream. */
  Inbound<T> say(LoadedPartition loaded) {
    return Inbound.of(word.apply(loaded));
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) throws Exception {
    records.open(context);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Inbound<T>> out) {
    records.deserialize(record, out);
    if (awaited != null && !awaited.isEmpty()) {
      sayIfLast(record, out);
    }
  }

  private void sayIfLast(ConsumerRecord<byte[], byte[]> record, Collector<Inbound<T>> out) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    Awaited last = awaited.get(partition);
    if (last != null && record.offset() >= last.lastOffset) {
      awaited.remove(partition);
      out.collect(say(last.loaded));
    }
  }

  @Override
  public TypeInformation<Inbound<T>> getProducedType() {
    return records.getProducedType();
  }
}
