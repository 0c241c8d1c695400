package io.nowfeed.jobs.profile;

import io.nowfeed.jobs.metrics.JobMetric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.clock.Clock;

/**
 * How many users are active, without a timer for each: how many will cease to be in each slot of
 * time. A user who does something moves to another slot. After a start nobody is in a slot who has
 * not done something since; the number of a user's last occasion, which follows the clock, tells.
 */
final class ActiveUsers {
  /** Twice as many as a user is active for: a phone's clock may be ahead. */
  private static final int SLOTS = 64;

  private static final long NOBODY_YET = Long.MIN_VALUE;

  private final long slotMillis;
  private final long[] slots = new long[SLOTS];
  private final int[] users = new int[SLOTS];
  private long since = NOBODY_YET;

  /**
   * Registers the metric.
   *
   * @param activeFor for how long after a beacon a user is active, milliseconds
   * @param clock says which slots are over
   */
  ActiveUsers(long activeFor, MetricGroup operator, Clock clock) {
    slotMillis = Math.max(1, activeFor / (SLOTS / 2));
    JobMetric.ACTIVE_USERS.gauge(operator, () -> count(clock.absoluteTimeMillis()));
  }

  /** A user did something at processing time {@code now}. */
  void moved(Profile before, Profile after, long now) {
    if (since == NOBODY_YET) {
      since = now;
    }
    left(before);
    add(after, 1);
  }

  /** A user is no more. */
  void left(Profile before) {
    if (since != NOBODY_YET && before.occasion() >= since) {
      add(before, -1);
    }
  }

  private void add(Profile user, int change) {
    long slot = slotOf(user);
    int place = (int) Math.floorMod(slot, (long) SLOTS);
    if (slots[place] < slot) {
      slots[place] = slot;
      users[place] = 0;
    }
    if (slots[place] == slot) {
      users[place] += change;
    }
  }

  /**
   * Not so far ahead that it takes the place of a slot under way. Seen from the user's last
   * occasion, not from now, so that who comes and who leaves finds the same slot.
   */
  private long slotOf(Profile user) {
    long last = Math.floorDiv(user.occasion(), slotMillis) + SLOTS - 1;
    return Math.min(Math.floorDiv(user.activeUntil(), slotMillis), last);
  }

  /** Called by any thread; may miss what happens meanwhile. */
  private int count(long now) {
    long slot = Math.floorDiv(now, slotMillis);
    int active = 0;
    for (int place = 0; place < SLOTS; place++) {
      if (slots[place] >= slot) {
        active += users[place];
      }
    }
    // Where the clock is behind that of the machine before, some leave who were never added.
    return Math.max(0, active);
  }
}
