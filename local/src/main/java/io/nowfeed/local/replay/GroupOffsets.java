package io.nowfeed.local.replay;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a consumer group has committed. A Flink job commits when a checkpoint is complete. */
final class GroupOffsets implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 10;

  private final String group;
  private final Admin admin;
  private Map<TopicPartition, Long> committed = Map.of();
  private String problem = "";

  GroupOffsets(String bootstrapServers, String group) {
    this.group = group;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /**
   * Asks the broker; where it does not answer, the last answer stands.
   *
   * @return a number that changes when the group gets on
   */
  long refresh() {
    try {
      Map<TopicPartition, OffsetAndMetadata> answer =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      committed = known(answer);
      problem = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplayStoppedException();
    } catch (ExecutionException | TimeoutException e) {
      problem = " (the broker does not say: " + e + ")";
    }
    return committed.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<TopicPartition, Long> known(Map<TopicPartition, OffsetAndMetadata> answer) {
    return answer.entrySet().stream()
        .filter(partition -> partition.getValue() != null)
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, partition -> partition.getValue().offset()));
  }

  /** Whether all these records, as far as last known, are consumed. */
  boolean include(Positions positions) {
    return positions.offsets().entrySet().stream()
        .allMatch(record -> committed.getOrDefault(record.getKey(), 0L) > record.getValue());
  }

  /** What is missing, as a sentence. */
  String missing(Positions positions) {
    String partitions =
        positions.offsets().entrySet().stream()
            .filter(record -> committed.getOrDefault(record.getKey(), 0L) <= record.getValue())
            .map(
                record ->
                    record.getKey()
                        + " up to offset "
                        + record.getValue()
                        + " (committed: "
                        + committed.getOrDefault(record.getKey(), 0L)
                        + ")")
            .sorted()
            .collect(Collectors.joining(", "));
    return "consumer group '"
        + group
        + "' has not consumed "
        + partitions
        + problem
        + ". Does the job run, and complete checkpoints?";
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(TIMEOUT_SECONDS));
  }
}
