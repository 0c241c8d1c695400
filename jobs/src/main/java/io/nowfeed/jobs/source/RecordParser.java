package io.nowfeed.jobs.source;

import io.nowfeed.events.MalformedEventException;
import java.io.Serializable;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How a record of one topic becomes an event. */
@FunctionalInterface
interface RecordParser<T> extends Serializable {
  /**
   * Parses and checks a record.
   *
   * @throws MalformedEventException when the record is no event of its topic
   */
  T parse(ConsumerRecord<byte[], byte[]> record) throws MalformedEventException;
}
