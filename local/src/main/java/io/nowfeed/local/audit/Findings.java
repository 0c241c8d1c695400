package io.nowfeed.local.audit;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that should not be so.
 *
 * @param count how many
 * @param first the first of them, each as {@code topic-partition@offset}
 */
public record Findings(long count, List<String> first) {
  /** How many are named at most. */
  static final int NAMED = 10;

  static final Findings NONE = new Findings(0, List.of());

  static String coordinate(TopicPartition partition, long offset) {
    return partition + "@" + offset;
  }

  /** These and others. */
  Findings and(Findings others) {
    List<String> both = new ArrayList<>(first);
    both.addAll(others.first);
    return new Findings(
        count + others.count, List.copyOf(both.subList(0, Math.min(NAMED, both.size()))));
  }
}
