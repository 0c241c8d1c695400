package io.nowfeed.events;

/** Which step of the ladder put an item on a list: the higher rungs are tried first. */
public enum Rung {
  /** Popular in the user's country. */
  COUNTRY_TREND,
  /** Popular in the user's language. */
  LANGUAGE_TREND,
  /** Popular everywhere. */
  GLOBAL_TREND,
  /** New content that nobody had the chance to like yet. */
  FRESH
}
