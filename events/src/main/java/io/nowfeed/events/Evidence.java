package io.nowfeed.events;

/**
 * Why an item is on a list. Fresh content has none but its age.
 *
 * @param contentId of {@link Rung#CO_VISITATION}, the item the user engaged with that spoke for
 *     this one most; null otherwise
 * @param segment of a trend, the segment of the leaderboard; null otherwise
 * @param window of a trend, the window of the leaderboard, as 30m; null otherwise
 * @param count of co-visitation, how often users engaged with this one after that one; of a trend,
 *     how often users engaged with the item in the window; 0 of fresh content
 */
public record Evidence(String contentId, String segment, String window, long count) {
  private static final Evidence NONE = new Evidence(null, null, null, 0);

  /** Of co-visitation. */
  public static Evidence alsoEngaged(String contentId, long count) {
    return new Evidence(contentId, null, null, count);
  }

  /** Of a trend. */
  public static Evidence trend(String segment, String window, long count) {
    return new Evidence(null, segment, window, count);
  }

  /** Of fresh content. */
  public static Evidence none() {
    return NONE;
  }
}
