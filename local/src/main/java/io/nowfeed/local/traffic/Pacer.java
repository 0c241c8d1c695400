package io.nowfeed.local.traffic;

import java.time.Clock;

/**
 * How many events are owed at a steady rate. Who was held up catches up, but by no more than one
 * second's worth: after a longer stop the rest was never generated, as with real phones. One
 * thread.
 */
final class Pacer {
  private static final double LONGEST_BURST_SECONDS = 1;

  private final double perSecond;
  private final Clock clock;
  private double owed;
  private long askedAt;

  Pacer(double perSecond, Clock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
    this.askedAt = clock.millis();
  }

  /** What is owed since the last call. */
  int due() {
    long now = clock.millis();
    double seconds = Math.max(0, now - askedAt) / 1000.0;
    askedAt = now;
    owed = Math.min(owed + seconds * perSecond, Math.max(1, perSecond * LONGEST_BURST_SECONDS));
    int due = (int) owed;
    owed -= due;
    return due;
  }
}
