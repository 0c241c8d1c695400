package io.nowfeed.events;

import java.util.List;

/**
 * The most popular content of one segment in one window of event time. The topic is compacted by
 * segment and window, so it always holds the current board of each; null clears a board on which
 * nothing is left.
 *
 * @param segment {@code global}, or a dimension and its value: {@code country=GB}
 * @param window the window's length: {@code 1m}
 * @param windowStart event time, epoch milliseconds, inclusive
 * @param windowEnd event time, epoch milliseconds, exclusive
 * @param items best first; equal scores are ordered by content id
 * @param publishedAt processing time, epoch milliseconds
 */
public record Leaderboard(
    String segment,
    String window,
    long windowStart,
    long windowEnd,
    List<RankedContent> items,
    long publishedAt) {
  /** Replaces a missing list by an empty one, so that readers need no null check. */
  public Leaderboard {
    items = items == null ? List.of() : items;
  }

  /** The key under which the board is kept: {@code segment|window}. */
  public String key() {
    return segment + "|" + window;
  }
}
