package io.nowfeed.local.traffic;

import io.nowfeed.events.Action;
import java.util.random.RandomGenerator;

/** What people do who are drawn to what they see: an impression is that they go on to the next. */
final class ActionMix {
  private static final int MEDIAN_DWELL_MILLIS = 12_000;
  private static final long LONGEST_DWELL_MILLIS = 600_000;

  private ActionMix() {}

  /** Of a thousand: 620 impressions, 130 clicks, 110 watches and so on. */
  static Action any(RandomGenerator random) {
    int ticket = random.nextInt(1000);
    if (ticket < 620) {
      return Action.IMPRESSION;
    }
    if (ticket < 750) {
      return Action.CLICK;
    }
    if (ticket < 860) {
      return Action.WATCH;
    }
    if (ticket < 925) {
      return Action.SCROLL;
    }
    return seldom(ticket);
  }

  private static Action seldom(int ticket) {
    if (ticket < 965) {
      return Action.LIKE;
    }
    if (ticket < 985) {
      return Action.SHARE;
    }
    return ticket < 994 ? Action.ADD_TO_CART : Action.PURCHASE;
  }

  /** How long somebody watched: log-normal, as dwell times are; null for other actions. */
  static Long dwellMillis(Action action, RandomGenerator random) {
    if (action != Action.WATCH) {
      return null;
    }
    long dwell = Math.round(MEDIAN_DWELL_MILLIS * Math.exp(random.nextGaussian()));
    return Math.min(LONGEST_DWELL_MILLIS, dwell);
  }
}
