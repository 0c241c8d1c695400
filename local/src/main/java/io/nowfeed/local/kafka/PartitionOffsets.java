package io.nowfeed.local.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Where partitions begin and end. */
public final class PartitionOffsets {
  private final Admin admin;

  /**
   * @param admin asked each time; the caller closes it
   */
  public PartitionOffsets(Admin admin) {
    this.admin = admin;
  }

  /** The partitions of topics that exist. */
  public List<TopicPartition> partitions(Collection<String> topics) {
    Map<String, TopicDescription> descriptions =
        KafkaAccess.await(
            "asking for the partitions of topics", admin.describeTopics(topics).allTopicNames());
    return descriptions.values().stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
        .toList();
  }

  /** The first offsets that are kept. */
  public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** The offsets behind all that was written, decided or not. */
  public Map<TopicPartition, Long> writtenEnds(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** The offsets where open transactions begin, or the ends: readers of committed records stop. */
  public Map<TopicPartition, Long> committedEnds(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  /** What a reader of committed records can read now. */
  public Map<TopicPartition, OffsetRange> readable(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> beginnings = beginnings(partitions);
    Map<TopicPartition, Long> ends = committedEnds(partitions);
    return partitions.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                partition ->
                    new OffsetRange(
                        beginnings.get(partition),
                        Math.max(beginnings.get(partition), ends.get(partition)))));
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> specs =
        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
    Map<TopicPartition, ListOffsetsResultInfo> answer =
        KafkaAccess.await(
            "asking for the offsets of partitions",
            admin.listOffsets(specs, new ListOffsetsOptions(isolation)).all());
    return answer.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }
}
