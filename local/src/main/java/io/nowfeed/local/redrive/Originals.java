package io.nowfeed.local.redrive;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.kafka.OffsetRange;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.kafka.PartitionScan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Where a dead letter holds only the beginning of a value, its topic may still hold the whole. */
final class Originals {
  private final PartitionOffsets offsets;
  private final PartitionScan scan;

  Originals(KafkaAccess kafka, Admin admin) {
    this.offsets = new PartitionOffsets(admin);
    this.scan = new PartitionScan(kafka);
  }

  /** Whether the dead letter holds less than the whole value. */
  static boolean isCut(DeadLetter letter) {
    int held = letter.value() == null ? 0 : letter.value().length;
    return letter.valueSize() > held;
  }

  /** The whole value, or null when the topic does not hold that record any more. */
  byte[] value(DeadLetter letter) {
    TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
    Map<TopicPartition, OffsetRange> readable = offsets.readable(List.of(partition));
    if (!readable.get(partition).contains(letter.offset())) {
      return null;
    }
    byte[][] found = {null};
    scan.records(
        Map.of(partition, new OffsetRange(letter.offset(), letter.offset() + 1)),
        record -> found[0] = record.value());
    return isWholeOf(letter, found[0]) ? found[0] : null;
  }

  /** A topic that was created anew has other records at the same coordinates. */
  private static boolean isWholeOf(DeadLetter letter, byte[] value) {
    if (value == null || value.length != letter.valueSize()) {
      return false;
    }
    return letter.value() == null
        || Arrays.equals(Arrays.copyOf(value, letter.value().length), letter.value());
  }
}
