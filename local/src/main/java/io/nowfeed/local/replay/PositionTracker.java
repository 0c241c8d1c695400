package io.nowfeed.local.replay;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Notes where a producer's records end up, and the first that did not. Thread-safe. */
final class PositionTracker implements Callback {
  private final Map<TopicPartition, Long> last = new HashMap<>();
  private Exception failure;

  @Override
  public synchronized void onCompletion(RecordMetadata record, Exception exception) {
    if (exception == null) {
      last.merge(
          new TopicPartition(record.topic(), record.partition()), record.offset(), Math::max);
    } else if (failure == null) {
      failure = exception;
    }
  }

  /** Starts from what earlier runs sent. */
  synchronized void adopt(Positions earlier) {
    earlier.offsets().forEach((partition, offset) -> last.merge(partition, offset, Math::max));
  }

  /**
   * The last record stored in each partition.
   *
   * @throws ReplayException when one was not stored
   */
  synchronized Positions positions() {
    if (failure != null) {
      throw new ReplayException("Kafka did not store a record: " + failure.getMessage(), failure);
    }
    return new Positions(last);
  }
}
