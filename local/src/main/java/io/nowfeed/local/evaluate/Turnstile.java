package io.nowfeed.local.evaluate;

import io.nowfeed.events.UserKey;
import io.nowfeed.local.replay.ReplayRow;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.roaringbitmap.RoaringBitmap;

/**
 * Lets an event into the job when what the job measures of those before it has come out. What users
 * ask and what items learn keep their order in the job; leaderboards come another way, and at the
 * speed of a file they would else know of events that a list is scored by which still waits for its
 * answers. That was measured: with 32 events under way a tenth of the hits in a small file were of
 * that kind. Seconds pass between the events of a phone.
 */
final class Turnstile {
  /** So long a measurement may take; one that does not come is missed in the report. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private static final long LOOK_NANOS = 20_000;

  private final LongSupplier measured;
  private final Map<String, Integer> items = new HashMap<>();
  private final Map<String, RoaringBitmap> histories = new HashMap<>();
  private long expected;

  /**
   * @param measured the place of the last event that was measured, 0 before the first
   */
  Turnstile(LongSupplier measured) {
    this.measured = measured;
  }

  /**
   * Waits until all that were let in are measured that are to be, and lets in the next.
   *
   * @param place its place in the order of events, from 1
   */
  void pass(ReplayRow row, long place) throws InterruptedException {
    long since = System.nanoTime();
    while (measured.getAsLong() < expected) {
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - since > PATIENCE) {
        expected = measured.getAsLong();
      }
    }
    if (isMeasured(row)) {
      expected = place;
    }
  }

  /** A user's first engagement with an item is. */
  private boolean isMeasured(ReplayRow row) {
    if (!row.action().engages()) {
      return false;
    }
    int next = items.size();
    int item = items.computeIfAbsent(row.content().contentId(), any -> next);
    return histories
        .computeIfAbsent(
            UserKey.of(row.userId(), row.sessionId(), null), any -> new RoaringBitmap())
        .checkedAdd(item);
  }
}
