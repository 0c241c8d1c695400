package io.nowfeed.local.audit;

import io.nowfeed.events.Topics;
import io.nowfeed.local.audit.AuditReport.UndeclaredRead;
import io.nowfeed.local.audit.AuditReport.UnreadTopic;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.kafka.OffsetRange;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.kafka.PartitionScan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Topics that somebody writes and nobody reads, and topics that are read undeclared. */
final class TopicInventory {
  /** A topic with more offsets is not counted record by record. */
  private static final long COUNTED = 1_000_000;

  private static final Pattern INTERNAL =
      Pattern.compile("__.*|(.*[-_.])?connect[-_.](configs?|offsets?|status(es)?)");

  private static final Set<String> DECLARED =
      Topics.all().stream().map(Topics.Topic::name).collect(Collectors.toUnmodifiableSet());

  private static final Set<String> OUTBOUND =
      Topics.all().stream()
          .filter(topic -> topic.role() == Topics.Role.OUTBOUND)
          .map(Topics.Topic::name)
          .collect(Collectors.toUnmodifiableSet());

  private final AuditOptions options;
  private final GroupReads reads;

  TopicInventory(AuditOptions options, GroupReads reads) {
    this.options = options;
    this.reads = reads;
  }

  /** Topics that are read and not declared, with who reads them; of all groups of the cluster. */
  List<UndeclaredRead> undeclared() {
    return reads.readers(group -> true).entrySet().stream()
        .filter(topic -> !DECLARED.contains(topic.getKey()) && isOfInterest(topic.getKey()))
        .map(topic -> new UndeclaredRead(topic.getKey(), topic.getValue()))
        .toList();
  }

  /**
   * Topics with records that no group of the deployment reads.
   *
   * @param before epoch milliseconds; a topic with later records only is too young to be told of
   */
  List<UnreadTopic> unread(Admin admin, long before) {
    Set<String> read = reads.readers(options::isOwn).keySet();
    List<String> candidates =
        KafkaAccess.await("listing the topics", admin.listTopics().names()).stream()
            .filter(topic -> isOfInterest(topic) && !OUTBOUND.contains(topic))
            .filter(topic -> !read.contains(topic))
            .toList();
    PartitionOffsets offsets = new PartitionOffsets(admin);
    return counted(offsets.readable(offsets.partitions(candidates)), before);
  }

  /**
   * Without topics whose every record came out: somebody reads them. Flink commits offsets when a
   * source's poll ends, which on a topic that fell silent takes ten seconds, so a group may not
   * show yet.
   */
  static List<UnreadTopic> withoutWhole(List<UnreadTopic> unread, List<Hop> hops) {
    Set<String> whole =
        hops.stream().filter(Hop::isWhole).map(Hop::from).collect(Collectors.toSet());
    return unread.stream().filter(topic -> !whole.contains(topic.topic())).toList();
  }

  private boolean isOfInterest(String topic) {
    return options.topics().matcher(topic).matches()
        && !INTERNAL.matcher(topic).matches()
        && !options.internalTopics().contains(topic);
  }

  private List<UnreadTopic> counted(Map<TopicPartition, OffsetRange> ranges, long before) {
    Map<String, Long> sizes = new TreeMap<>();
    ranges.forEach((partition, range) -> sizes.merge(partition.topic(), range.size(), Long::sum));
    Map<TopicPartition, OffsetRange> few = new HashMap<>(ranges);
    few.keySet().removeIf(partition -> sizes.get(partition.topic()) > COUNTED);
    Map<String, Long> records = records(few, before);
    List<UnreadTopic> unread = new ArrayList<>();
    sizes.forEach(
        (topic, size) -> {
          boolean exact = size <= COUNTED;
          long count = exact ? records.getOrDefault(topic, 0L) : size;
          if (count > 0) {
            unread.add(new UnreadTopic(topic, count, exact));
          }
        });
    return unread;
  }

  private Map<String, Long> records(Map<TopicPartition, OffsetRange> ranges, long before) {
    Map<String, Long> records = new HashMap<>();
    Map<String, Long> oldest = new HashMap<>();
    new PartitionScan(options.kafka())
        .coordinates(
            ranges,
            record -> {
              records.merge(record.topic(), 1L, Long::sum);
              oldest.merge(record.topic(), record.timestamp(), Math::min);
            });
    records.keySet().removeIf(topic -> oldest.get(topic) > before);
    return records;
  }

  /** Topics whose records must come out of the join: read by its job, and no tables or results. */
  static Collection<String> inputs(Collection<String> readByJob, Collection<String> existing) {
    List<String> read =
        readByJob.stream()
            .filter(topic -> existing.contains(topic) && isInput(topic))
            .sorted()
            .toList();
    return read.isEmpty()
        ? Topics.all().stream()
            .filter(topic -> topic.role() == Topics.Role.INPUT)
            .map(Topics.Topic::name)
            .filter(existing::contains)
            .toList()
        : read;
  }

  private static boolean isInput(String topic) {
    return Topics.all().stream()
        .filter(declared -> declared.name().equals(topic))
        .allMatch(declared -> declared.role() == Topics.Role.INPUT);
  }
}
