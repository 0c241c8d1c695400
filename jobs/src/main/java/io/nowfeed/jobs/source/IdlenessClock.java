package io.nowfeed.jobs.source;

import org.apache.flink.util.clock.RelativeClock;

/**
 * By which it is judged that a partition is quiet: it stands still while the partition is paused.
 *
 * <p>Flink's own clock of the partition does so too, but from the pause on, and idleness is only
 * looked for now and then: a partition that has been quiet for long enough, and is paused before
 * that is looked for, is found idle while it is paused. Watermark alignment never resumes such a
 * one (FLINK-40093, in Flink 2.2.1 and before): nothing is read of it until the job restarts. This
 * clock shows at each look what it showed at the last one without a pause, so no look can find a
 * partition idle that was not when it was paused.
 */
final class IdlenessClock implements RelativeClock {
  private final RelativeClock activity;
  private final RelativeClock real;
  private long nanos;

  /**
   * @param activity the partition's clock, which Flink stops while the partition is paused
   * @param real one that never stops, to tell a clock that stands still from one read twice at once
   */
  IdlenessClock(RelativeClock activity, RelativeClock real) {
    this.activity = activity;
    this.real = real;
    this.nanos = activity.relativeTimeNanos();
  }

  /** Before each look: goes on unless the partition is paused. */
  void look() {
    long before = activity.relativeTimeNanos();
    long begin = real.relativeTimeNanos();
    while (real.relativeTimeNanos() == begin) {
      Thread.onSpinWait();
    }
    long after = activity.relativeTimeNanos();
    if (after != before) {
      nanos = after;
    }
  }

  @Override
  public long relativeTimeMillis() {
    return nanos / 1_000_000;
  }

  @Override
  public long relativeTimeNanos() {
    return nanos;
  }
}
