package io.nowfeed.jobs.covisitation;

/**
 * How often an item was engaged with, of which each counts half after a half-life: 19 bytes.
 *
 * @param count as of {@code at}
 * @param at event time, epoch milliseconds
 */
public record ItemCount(double count, long at) {
  static final ItemCount NONE = new ItemCount(0, Long.MIN_VALUE);

  /** With one more; one of the past counts as much as it would now. */
  ItemCount with(long ts, double halfLifeMillis) {
    long now = Math.max(ts, at);
    double before = at == Long.MIN_VALUE ? 0 : count * decay(now - at, halfLifeMillis);
    return new ItemCount(before + decay(now - ts, halfLifeMillis), now);
  }

  private static double decay(long millis, double halfLifeMillis) {
    return Math.pow(2, -millis / halfLifeMillis);
  }
}
