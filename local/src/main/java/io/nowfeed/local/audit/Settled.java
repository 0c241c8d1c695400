package io.nowfeed.local.audit;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records must have come out by now: the group's state is saved beyond them, and they are
 * older than the grace.
 *
 * @param committed the group's offsets, read before the outputs were
 * @param before epoch milliseconds; a record that the broker took later may still be waiting
 */
record Settled(Map<TopicPartition, Long> committed, long before) {
  boolean includes(TopicPartition partition, long offset, long timestamp) {
    return offset < committed.getOrDefault(partition, 0L) && timestamp <= before;
  }
}
