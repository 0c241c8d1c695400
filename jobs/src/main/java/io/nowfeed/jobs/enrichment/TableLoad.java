package io.nowfeed.jobs.enrichment;

import io.nowfeed.jobs.flow.LoadedPartition;
import java.util.BitSet;

/**
 * How far the users table is loaded after a start, as one subtask of the join knows it. It is over
 * when the word of every partition has come, or when the time for it is up.
 */
final class TableLoad {
  private final long startedAt;
  private final long deadline;
  private final BitSet loaded = new BitSet();
  private int partitions;
  private boolean complete;
  private boolean over;
  private long millis;

  /**
   * @param startedAt processing time, epoch milliseconds
   * @param maxMillis how long it may take
   */
  TableLoad(long startedAt, long maxMillis) {
    this.startedAt = startedAt;
    this.deadline = startedAt + maxMillis;
  }

  /** Takes the word of a partition. */
  void add(LoadedPartition partition, long now) {
    loaded.set(partition.partition());
    // The topic may have grown while its partitions were asked for.
    partitions = Math.max(partitions, partition.partitions());
    if (!complete && loaded.cardinality() >= partitions) {
      complete = true;
      end(now);
    }
  }

  /** Gives up when the time is up. */
  void check(long now) {
    if (!over && now >= deadline) {
      end(now);
    }
  }

  private void end(long now) {
    if (!over) {
      over = true;
      millis = now - startedAt;
    }
  }

  /** Whether events no longer wait for the table. */
  boolean isOver() {
    return over;
  }

  /** Whether the table was read to where it ended at the start. */
  boolean isComplete() {
    return complete;
  }

  /** When the time is up, epoch milliseconds. */
  long deadline() {
    return deadline;
  }

  /** How long it took, or 0 while it is not over. */
  long millis() {
    return millis;
  }
}
