package io.nowfeed.local.observe;

/**
 * What the lists of an arm of the experiment are worth, over the last minute.
 *
 * @param arm of the experiment
 * @param impressions recommended items that were shown: each counts once for a user
 * @param clicks those of them that users did something with: see {@link
 *     io.nowfeed.events.Action#engages}
 */
public record ArmRate(String arm, long impressions, long clicks) {
  /** The click-through rate, from 0 to 1; of no impressions, 0. */
  public double rate() {
    return impressions == 0 ? 0 : clicks / (double) impressions;
  }
}
