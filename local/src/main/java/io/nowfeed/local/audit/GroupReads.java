package io.nowfeed.local.audit;

import io.nowfeed.local.kafka.KafkaAccess;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Who reads what. A group reads a topic when it committed an offset of it, or a member of it has a
 * partition now; Flink's sources are no members, they commit.
 *
 * @param committed offsets by group
 * @param assigned topics by group
 */
record GroupReads(
    Map<String, Map<TopicPartition, Long>> committed, Map<String, SortedSet<String>> assigned) {

  /** All groups of the cluster, as they are now. */
  static GroupReads of(Admin admin) {
    List<String> groups =
        KafkaAccess.await(
                "listing the consumer groups",
                admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
            .stream()
            .map(GroupListing::groupId)
            .toList();
    return new GroupReads(committed(admin, groups), assigned(admin, groups));
  }

  private static Map<String, Map<TopicPartition, Long>> committed(
      Admin admin, Collection<String> groups) {
    Map<String, ListConsumerGroupOffsetsSpec> all =
        groups.stream()
            .collect(
                Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec()));
    Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
    KafkaAccess.await(
            "asking for the offsets of consumer groups", admin.listConsumerGroupOffsets(all).all())
        .forEach((group, offsets) -> committed.put(group, known(offsets)));
    return committed;
  }

  private static Map<TopicPartition, Long> known(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, Long> known = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (offset != null) {
            known.put(partition, offset.offset());
          }
        });
    return known;
  }

  private static Map<String, SortedSet<String>> assigned(Admin admin, Collection<String> groups) {
    Map<String, ConsumerGroupDescription> descriptions =
        KafkaAccess.await(
            "asking for the members of consumer groups",
            admin.describeConsumerGroups(groups).all());
    Map<String, SortedSet<String>> assigned = new HashMap<>();
    descriptions.forEach(
        (group, description) ->
            assigned.put(
                group,
                description.members().stream()
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .map(TopicPartition::topic)
                    .collect(Collectors.toCollection(TreeSet::new))));
    return assigned;
  }

  /** The offsets of one group; none when it does not exist. */
  Map<TopicPartition, Long> committedBy(String group) {
    return committed.getOrDefault(group, Map.of());
  }

  /** The topics that a group reads. */
  SortedSet<String> topicsOf(String group) {
    SortedSet<String> topics = new TreeSet<>(assigned.getOrDefault(group, new TreeSet<>()));
    committedBy(group).keySet().forEach(partition -> topics.add(partition.topic()));
    return topics;
  }

  /** The topics that some groups read, each with those groups. */
  SortedMap<String, SortedSet<String>> readers(Predicate<String> groups) {
    SortedMap<String, SortedSet<String>> readers = new TreeMap<>();
    for (String group : committed.keySet()) {
      if (groups.test(group)) {
        topicsOf(group)
            .forEach(topic -> readers.computeIfAbsent(topic, any -> new TreeSet<>()).add(group));
      }
    }
    return readers;
  }
}
