package io.nowfeed.local.audit;

import io.nowfeed.local.kafka.PartitionOffsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until what was written is decided: committed, so that it can be read, or aborted. A job
 * writes ahead of its checkpoint and commits behind it; in between nothing can be said.
 */
final class OpenTransactions {
  private static final long PAUSE_MILLIS = 250;

  /** A job that runs has mostly ended its own by then. */
  private static final long WORTH_TELLING_MILLIS = 3_000;

  private final PartitionOffsets offsets;
  private final Clock clock;

  OpenTransactions(PartitionOffsets offsets, Clock clock) {
    this.offsets = offsets;
    this.clock = clock;
  }

  /**
   * Waits for all that is written now.
   *
   * @param waiting told once, when it takes some time
   * @return partitions that were not decided in time
   */
  SortedSet<TopicPartition> await(
      Collection<TopicPartition> partitions, Duration atMost, Runnable waiting) {
    Map<TopicPartition, Long> written = offsets.writtenEnds(partitions);
    long begin = clock.millis();
    boolean told = false;
    SortedSet<TopicPartition> open = open(written);
    while (!open.isEmpty() && clock.millis() - begin < atMost.toMillis()) {
      pause(PAUSE_MILLIS);
      if (!told && clock.millis() - begin >= WORTH_TELLING_MILLIS) {
        waiting.run();
        told = true;
      }
      open = open(written);
    }
    return open;
  }

  private SortedSet<TopicPartition> open(Map<TopicPartition, Long> written) {
    SortedSet<TopicPartition> open =
        new TreeSet<>(
            Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    offsets
        .committedEnds(written.keySet())
        .forEach(
            (partition, end) -> {
              if (end < written.get(partition)) {
                open.add(partition);
              }
            });
    return open;
  }

  /** Lets time pass. */
  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditFailedException("the audit was interrupted", e);
    }
  }
}
