package io.nowfeed.local.audit;

import io.nowfeed.local.kafka.OffsetRange;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * From where on the outputs still tell. Where retention cut the beginning of an output partition,
 * the first origin in it is the first that can be asked for; where it holds no origin of an input
 * partition, the time of its first record is all there is to go by.
 */
final class OutputRetention {
  /** A partition's part that is gone. */
  private static final class Cut {
    private long firstTimestamp = Long.MAX_VALUE;
    private final Map<TopicPartition, Long> firstOrigins = new HashMap<>();
  }

  private final Map<TopicPartition, Cut> cuts = new HashMap<>();

  /**
   * @param outputs what can be read of the output topics
   */
  OutputRetention(Map<TopicPartition, OffsetRange> outputs) {
    outputs.forEach(
        (partition, range) -> {
          if (range.begin() > 0) {
            cuts.put(partition, new Cut());
          }
        });
  }

  /** Takes an output record, in the order of its partition. */
  void add(TopicPartition output, long timestamp, Trace trace) {
    Cut cut = cuts.get(output);
    if (cut != null) {
      cut.firstTimestamp = Math.min(cut.firstTimestamp, timestamp);
      cut.firstOrigins.putIfAbsent(trace.partition(), trace.offset());
    }
  }

  /** The topics of which the beginning is gone. */
  SortedSet<String> cutTopics() {
    SortedSet<String> topics = new TreeSet<>();
    cuts.keySet().forEach(partition -> topics.add(partition.topic()));
    return topics;
  }

  /**
   * From where on an input partition can be audited; to be asked when all outputs are in.
   *
   * @param grace how far events overtake each other in the join, milliseconds
   */
  Floor floor(TopicPartition input, long grace) {
    long offset = 0;
    long timestamp = Long.MIN_VALUE;
    for (Cut cut : cuts.values()) {
      Long first = cut.firstOrigins.get(input);
      offset = Math.max(offset, first == null ? 0 : first);
      timestamp = Math.max(timestamp, first == null ? cut.firstTimestamp : Long.MIN_VALUE);
    }
    return new Floor(offset, timestamp, grace);
  }

  /** Where the audit of an input partition begins; its records are asked for in order. */
  static final class Floor {
    private final long offset;
    private final long grace;
    private long timestamp;
    private boolean reached;

    private Floor(long offset, long timestamp, long grace) {
      this.offset = offset;
      this.timestamp = timestamp;
      this.grace = grace;
    }

    /** Whether the output of an input record may be gone. */
    boolean isBelow(long inputOffset, long inputTimestamp) {
      if (inputOffset < offset) {
        return true;
      }
      if (!reached) {
        reached = true;
        // Events wait in the join for up to the grace: some behind the first came out before it.
        timestamp = Math.max(timestamp, offset == 0 ? timestamp : inputTimestamp + grace);
      }
      return inputTimestamp < timestamp;
    }
  }
}
