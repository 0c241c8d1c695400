package io.nowfeed.jobs.source;

import static io.nowfeed.events.DeadLetterReason.MISSING_KEY;
import static io.nowfeed.events.DeadLetterReason.TOO_LARGE;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.jobs.flow.Inbound;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes an event or a dead letter of every record: none is skipped, none stops the job.
 *
 * @param <T> the event
 */
final class InboundSchema<T> implements KafkaRecordDeserializationSchema<Inbound<T>> {
  private static final long serialVersionUID = 1L;

  private final String stage;
  private final RecordParser<T> parser;
  private final TypeInformation<Inbound<T>> type;
  private final int maxValueBytes;
  private final int maxKeptBytes;
  private final Clock clock;

  /**
   * @param stage the uid of the source
   * @param parser parses a record of which key and size are fine
   * @param maxValueBytes a larger value is refused
   * @param maxKeptBytes how much of a refused value its dead letter keeps
   * @param clock stamps dead letters
   */
  InboundSchema(
      String stage,
      RecordParser<T> parser,
      TypeInformation<Inbound<T>> type,
      int maxValueBytes,
      int maxKeptBytes,
      Clock clock) {
    this.stage = stage;
    this.parser = parser;
    this.type = type;
    this.maxValueBytes = maxValueBytes;
    this.maxKeptBytes = maxKeptBytes;
    this.clock = clock;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Inbound<T>> out) {
    out.collect(inbound(record));
  }

  Inbound<T> inbound(ConsumerRecord<byte[], byte[]> record) {
    try {
      requireKey(record);
      requireSize(record);
      return Inbound.of(parser.parse(record));
    } catch (MalformedEventException e) {
      return Inbound.refused(deadLetter(record, e));
    }
  }

  /** The uid of the source. */
  String stage() {
    return stage;
  }

  /** The record's key as text. */
  static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  private static void requireKey(ConsumerRecord<byte[], byte[]> record)
      throws MalformedEventException {
    if (record.key() == null || record.key().length == 0) {
      throw new MalformedEventException(
          MISSING_KEY, "the record has no key; send the id as key, so that order is kept");
    }
  }

  private void requireSize(ConsumerRecord<byte[], byte[]> record) throws MalformedEventException {
    if (record.value() != null && record.value().length > maxValueBytes) {
      throw new MalformedEventException(
          TOO_LARGE,
          "the value has %d bytes, at most %d are taken (source.max-value-size)"
              .formatted(record.value().length, maxValueBytes));
    }
  }

  private DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> record, MalformedEventException e) {
    byte[] value = record.value();
    return new DeadLetter(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        value == null || value.length <= maxKeptBytes ? value : Arrays.copyOf(value, maxKeptBytes),
        value == null ? 0 : value.length,
        stage,
        e.reason(),
        e.getMessage(),
        clock.millis());
  }

  @Override
  public TypeInformation<Inbound<T>> getProducedType() {
    return type;
  }
}
