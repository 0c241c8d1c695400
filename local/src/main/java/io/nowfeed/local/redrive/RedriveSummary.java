package io.nowfeed.local.redrive;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the dead letters that were asked for.
 *
 * @param driven how many were put back, by topic
 * @param before how many had been put back before
 * @param fetched of those put back, how many came from their topic, for the dead letter was cut
 * @param lost those that cannot be put back, each with the reason why
 * @param ofTable of those that fit otherwise, how many are results that a table refused; they are
 *     left out, since they stand in their topics
 * @param unreadable records of dead-letters that are none
 */
public record RedriveSummary(
    SortedMap<String, Long> driven,
    long before,
    long fetched,
    List<String> lost,
    long ofTable,
    long unreadable) {
  /** How many were asked for. */
  public long asked() {
    return total() + before + lost.size();
  }

  /** How many were put back. */
  public long total() {
    return driven.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Counts them. One thread. */
  static final class Counter {
    private final SortedMap<String, Long> driven = new TreeMap<>();
    private final List<String> lost = new ArrayList<>();
    private long before;
    private long fetched;
    private long ofTable;
    private long unreadable;

    void driven(String topic, boolean isFetched) {
      driven.merge(topic, 1L, Long::sum);
      fetched += isFetched ? 1 : 0;
    }

    void before() {
      before++;
    }

    void lost(String why) {
      lost.add(why);
    }

    void ofTable() {
      ofTable++;
    }

    void unreadable() {
      unreadable++;
    }

    RedriveSummary summary() {
      return new RedriveSummary(driven, before, fetched, List.copyOf(lost), ofTable, unreadable);
    }
  }
}
