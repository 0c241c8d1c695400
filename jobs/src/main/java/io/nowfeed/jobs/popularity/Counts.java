package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Measure;
import java.time.Duration;

/**
 * The counts of a content item while they are added up: an array with a number for each measure,
 * whose places are those in state, and so for ever.
 */
final class Counts {
  static final int IMPRESSIONS = 0;
  static final int CLICKS = 1;
  static final int WATCHES = 2;
  static final int WATCH_TIME_MS = 3;
  static final int SCROLLS = 4;
  static final int LIKES = 5;
  static final int SHARES = 6;
  static final int ADD_TO_CARTS = 7;
  static final int PURCHASES = 8;

  /** How many there are. */
  static final int SIZE = 9;

  /** Nobody watches longer without a pause; a phone that says so has a broken clock. */
  private static final long MAX_DWELL = Duration.ofDays(1).toMillis();

  private Counts() {}

  /** Adds an interaction. */
  static void add(long[] counts, EnrichedInteraction interaction) {
    counts[place(interaction.action())]++;
    if (interaction.action() == Action.WATCH && interaction.dwellMs() != null) {
      counts[WATCH_TIME_MS] += Math.max(0, Math.min(MAX_DWELL, interaction.dwellMs()));
    }
  }

  /** Where an action is counted. */
  static int place(Action action) {
    return switch (action) {
      case IMPRESSION -> IMPRESSIONS;
      case CLICK -> CLICKS;
      case WATCH -> WATCHES;
      case SCROLL -> SCROLLS;
      case LIKE -> LIKES;
      case SHARE -> SHARES;
      case ADD_TO_CART -> ADD_TO_CARTS;
      case PURCHASE -> PURCHASES;
    };
  }

  /** Where a measure is; a rate is no count. */
  static int place(Measure measure) {
    return switch (measure) {
      case IMPRESSIONS -> IMPRESSIONS;
      case CLICKS -> CLICKS;
      case WATCHES -> WATCHES;
      case WATCH_TIME_MS -> WATCH_TIME_MS;
      case SCROLLS -> SCROLLS;
      case LIKES -> LIKES;
      case SHARES -> SHARES;
      case ADD_TO_CARTS -> ADD_TO_CARTS;
      case PURCHASES -> PURCHASES;
      case CTR -> throw new IllegalArgumentException("a click-through rate is no count");
    };
  }

  static ActionCounts toRecord(long[] counts) {
    return new ActionCounts(
        counts[IMPRESSIONS],
        counts[CLICKS],
        counts[WATCHES],
        counts[WATCH_TIME_MS],
        counts[SCROLLS],
        counts[LIKES],
        counts[SHARES],
        counts[ADD_TO_CARTS],
        counts[PURCHASES]);
  }
}
