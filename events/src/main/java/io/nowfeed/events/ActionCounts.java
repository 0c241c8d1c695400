package io.nowfeed.events;

/**
 * How often each action happened.
 *
 * @param impressions times shown
 * @param clicks times clicked
 * @param watches times watched
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
    long scrolls,
    long likes,
    long shares,
    long addToCarts,
    long purchases) {

  /** Nothing happened yet. */
  public static final ActionCounts NONE = new ActionCounts(0, 0, 0, 0, 0, 0, 0, 0);

  /** These counts with one more of {@code action}. */
  public ActionCounts plus(Action action) {
    return switch (action) {
      case IMPRESSION -> plus(new ActionCounts(1, 0, 0, 0, 0, 0, 0, 0));
      case CLICK -> plus(new ActionCounts(0, 1, 0, 0, 0, 0, 0, 0));
      case WATCH -> plus(new ActionCounts(0, 0, 1, 0, 0, 0, 0, 0));
      case SCROLL -> plus(new ActionCounts(0, 0, 0, 1, 0, 0, 0, 0));
      case LIKE -> plus(new ActionCounts(0, 0, 0, 0, 1, 0, 0, 0));
      case SHARE -> plus(new ActionCounts(0, 0, 0, 0, 0, 1, 0, 0));
      case ADD_TO_CART -> plus(new ActionCounts(0, 0, 0, 0, 0, 0, 1, 0));
      case PURCHASE -> plus(new ActionCounts(0, 0, 0, 0, 0, 0, 0, 1));
    };
  }

  /** The sum of both. */
  public ActionCounts plus(ActionCounts other) {
    return new ActionCounts(
        impressions + other.impressions,
        clicks + other.clicks,
        watches + other.watches,
        scrolls + other.scrolls,
        likes + other.likes,
        shares + other.shares,
        addToCarts + other.addToCarts,
        purchases + other.purchases);
  }

  /** The count of one action. */
  public long of(Action action) {
    return switch (action) {
      case IMPRESSION -> impressions;
      case CLICK -> clicks;
      case WATCH -> watches;
      case SCROLL -> scrolls;
      case LIKE -> likes;
      case SHARE -> shares;
      case ADD_TO_CART -> addToCarts;
      case PURCHASE -> purchases;
    };
  }
}
