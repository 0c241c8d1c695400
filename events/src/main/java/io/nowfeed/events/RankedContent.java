package io.nowfeed.events;

/**
 * A place on a leaderboard.
 *
 * @param rank from 1
 * @param previousRank the rank one slide earlier, null when it had none
 * @param contentId the content item
 * @param score the weighted sum of the counts
 * @param trend how what the list is ranked by compares with the window before, which ended where
 *     this one starts: (now − before) / (now + before), from −1, hardly any left, over 0, the same,
 *     to 1, new
 * @param ctr click-through rate, smoothed towards a prior so that few impressions make no extremes
 * @param counts what happened to the item within the window
 */
public record RankedContent(
    int rank,
    Integer previousRank,
    String contentId,
    double score,
    double trend,
    double ctr,
    ActionCounts counts) {

  /** The value of a measure. */
  public double of(Measure measure) {
    return measure == Measure.CTR ? ctr : counts.of(measure);
  }
}
