package io.nowfeed.jobs.enrichment;

import static io.nowfeed.jobs.JobFixtures.anonymous;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What it costs to know the events of an hour: the figures of docs/join.md. */
class RepetitionsSizeTest {
  private static final int USERS = 5_000;
  private static final int EVENTS = 100_000;
  private static final long MAX_BYTES_IN_A_SNAPSHOT = 45;

  @Test
  void anEventCostsSoManyBytes() throws Exception {
    long heapBefore = usedHeap();
    try (JoinRun join = JoinRun.start()) {
      join.tableLoaded();
      for (int i = 0; i < EVENTS; i++) {
        String id = "e4b7f1c2-0000-4000-8000-%012d".formatted(i);
        join.happens(anonymous(id, "session-" + i % USERS, i));
      }
      join.forgetOutput();
      long heap = (usedHeap() - heapBefore) / EVENTS;
      long snapshot = join.snapshot().getStateSize() / EVENTS;
      System.out.printf(
          "event ids: %d bytes an event in a snapshot, about %d on the heap%n", snapshot, heap);
      assertThat(snapshot).isPositive().isLessThanOrEqualTo(MAX_BYTES_IN_A_SNAPSHOT);
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
