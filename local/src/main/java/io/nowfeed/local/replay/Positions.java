package io.nowfeed.local.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The last record of interest in each partition.
 *
 * @param offsets the offset of that record itself, not of the one after it
 */
record Positions(Map<TopicPartition, Long> offsets) {
  static final Positions NONE = new Positions(Map.of());

  Positions {
    offsets = Map.copyOf(offsets);
  }

  boolean isEmpty() {
    return offsets.isEmpty();
  }

  /** The later of both in each partition. */
  Positions and(Positions other) {
    Map<TopicPartition, Long> merged = new HashMap<>(offsets);
    other.offsets.forEach((partition, offset) -> merged.merge(partition, offset, Math::max));
    return new Positions(merged);
  }

  /** Keyed by {@code topic-partition}, for JSON. */
  Map<String, Long> toNames() {
    Map<String, Long> names = new TreeMap<>();
    offsets.forEach((partition, offset) -> names.put(partition.toString(), offset));
    return names;
  }

  /** The inverse of {@link #toNames}. */
  static Positions ofNames(Map<String, Long> names) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    names.forEach((name, offset) -> offsets.put(partition(name), offset));
    return new Positions(offsets);
  }

  private static TopicPartition partition(String name) {
    int dash = name.lastIndexOf('-');
    return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
  }
}
