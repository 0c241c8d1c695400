package io.nowfeed.events;

/** Which step of the ladder put an item on a list: the higher rungs are tried first. */
public enum Rung {
  /** Users who engaged with what the user engaged with also engaged with it. */
  CO_VISITATION,
  /** Popular in segments the user belongs to by what the user likes and is. */
  SEGMENT_TREND,
  /** Popular where the user is. */
  REGION_TREND,
  /** Popular everywhere. */
  GLOBAL_TREND,
  /** New content that few have had the chance to like yet. */
  FRESH
}
