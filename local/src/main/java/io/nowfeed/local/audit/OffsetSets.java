package io.nowfeed.local.audit;

import io.nowfeed.local.kafka.OffsetRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Coordinates of records: offsets by partition. One thread. */
final class OffsetSets {
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);
  private static final OffsetSet NONE = new OffsetSet();

  private final Map<TopicPartition, OffsetSet> sets = new TreeMap<>(ORDER);

  /** Adds one; false when it was there. */
  boolean add(TopicPartition partition, long offset) {
    return of(partition).add(offset);
  }

  /** The set of a partition, to be added to. */
  OffsetSet of(TopicPartition partition) {
    return sets.computeIfAbsent(partition, any -> new OffsetSet());
  }

  boolean contains(TopicPartition partition, long offset) {
    return get(partition).contains(offset);
  }

  long size() {
    return sets.values().stream().mapToLong(OffsetSet::size).sum();
  }

  /** Those that the other has not. */
  OffsetSets minus(OffsetSets other) {
    return combined(other, OffsetSet::minus);
  }

  /** Those that both have. */
  OffsetSets and(OffsetSets other) {
    return combined(other, OffsetSet::and);
  }

  /** Those that these ranges have. */
  OffsetSets within(Map<TopicPartition, OffsetRange> ranges) {
    OffsetSets all = new OffsetSets();
    ranges.forEach((partition, range) -> all.of(partition).addAll(range));
    return and(all);
  }

  /** Those of one topic; changes show in both. */
  OffsetSets ofTopic(String topic) {
    OffsetSets some = new OffsetSets();
    sets.forEach(
        (partition, set) -> {
          if (partition.topic().equals(topic)) {
            some.sets.put(partition, set);
          }
        });
    return some;
  }

  /** How many there are, and the first of them by name. */
  Findings findings() {
    List<String> first = new ArrayList<>();
    for (Map.Entry<TopicPartition, OffsetSet> set : sets.entrySet()) {
      int room = Findings.NAMED - first.size();
      set.getValue()
          .first(room)
          .forEach(offset -> first.add(Findings.coordinate(set.getKey(), offset)));
    }
    return new Findings(size(), List.copyOf(first));
  }

  /** The set of a partition, to be looked at. */
  OffsetSet get(TopicPartition partition) {
    return sets.getOrDefault(partition, NONE);
  }

  private OffsetSets combined(OffsetSets other, BinaryOperator<OffsetSet> operation) {
    OffsetSets result = new OffsetSets();
    sets.forEach(
        (partition, set) -> result.sets.put(partition, operation.apply(set, other.get(partition))));
    return result;
  }

  @Override
  public String toString() {
    return sets.entrySet().stream()
        .map(set -> set.getKey() + ": " + set.getValue().size())
        .collect(Collectors.joining(", "));
  }
}
