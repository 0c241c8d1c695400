package io.nowfeed.local.traffic;

import java.util.concurrent.atomic.AtomicLong;

/** Ids that no other run on the same data directory gives. Thread-safe. */
final class EventIds {
  private final String run;
  private final AtomicLong next = new AtomicLong();

  /**
   * The ids of one run.
   *
   * @param startedAt epoch milliseconds; no two runs on a data directory start in the same
   */
  EventIds(long startedAt) {
    this.run = Long.toString(startedAt, Character.MAX_RADIX);
  }

  String next(String kind) {
    return kind + "-" + run + "-" + next.incrementAndGet();
  }
}
