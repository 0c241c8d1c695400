package io.nowfeed.local.replay;

import java.time.Clock;

/**
 * When an event is due: as long after the first one as the file says, divided by the speed-up.
 * Where the replay fell behind, nothing waits until it has caught up.
 */
final class EventPacing {
  private final double speedup;
  private final Clock clock;
  private boolean started;
  private long firstTs;
  private long firstSentAt;

  /**
   * A pacing that begins with the first event asked about.
   *
   * @param speedup event time per wall time; 0 for no waiting at all
   */
  EventPacing(double speedup, Clock clock) {
    this.speedup = speedup;
    this.clock = clock;
  }

  /** Milliseconds until an event of this time is due, 0 when it is. */
  long delayMillis(long ts) {
    if (speedup == 0) {
      return 0;
    }
    long now = clock.millis();
    if (!started) {
      started = true;
      firstTs = ts;
      firstSentAt = now;
    }
    long due = firstSentAt + Math.round((ts - firstTs) / speedup);
    return Math.max(0, due - now);
  }
}
