package io.nowfeed.events;

import java.util.Locale;

/** What content can be ranked by, besides its score. The wire name is in lower case. */
public enum Measure {
  /** Times shown. */
  IMPRESSIONS,
  /** Times clicked. */
  CLICKS,
  /** Times watched. */
  WATCHES,
  /** For how long it was watched, milliseconds. */
  WATCH_TIME_MS,
  /** Times scrolled through. */
  SCROLLS,
  /** Times liked. */
  LIKES,
  /** Times shared. */
  SHARES,
  /** Times put into a cart. */
  ADD_TO_CARTS,
  /** Times bought. */
  PURCHASES,
  /** Click-through rate, smoothed. */
  CTR;

  /** As it is written in topics and settings: {@code watch_time_ms}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
