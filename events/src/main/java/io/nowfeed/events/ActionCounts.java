package io.nowfeed.events;

/**
 * How often each action happened.
 *
 * @param impressions times shown
 * @param clicks times clicked
 * @param watches times watched
 * @param watchTimeMs for how long it was watched, milliseconds
 * @param scrolls times scrolled through
 * @param likes times liked
 * @param shares times shared
 * @param addToCarts times put into a cart
 * @param purchases times bought
 */
public record ActionCounts(
    long impressions,
    long clicks,
    long watches,
    long watchTimeMs,
    long scrolls,
    long likes,
    long shares,
    long addToCarts,
    long purchases) {

  /** Nothing happened yet. */
  public static final ActionCounts NONE = new ActionCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The count of a measure; a rate is none. */
  public long of(Measure measure) {
    return switch (measure) {
      case IMPRESSIONS -> impressions;
      case CLICKS -> clicks;
      case WATCHES -> watches;
      case WATCH_TIME_MS -> watchTimeMs;
      case SCROLLS -> scrolls;
      case LIKES -> likes;
      case SHARES -> shares;
      case ADD_TO_CARTS -> addToCarts;
      case PURCHASES -> purchases;
      case CTR -> throw new IllegalArgumentException("a click-through rate is no count");
    };
  }
}
