package io.nowfeed.events;

import java.util.List;

/**
 * The most popular content of one segment in one window of event time. The topic is compacted by
 * segment and window, so it always holds the current board of each; null clears a board on which
 * nothing is left.
 *
 * @param segment {@code global}, or dimensions and their values: {@code country=GB}, {@code
 *     language=en,category=sport}
 * @param window the window's length: {@code 1m}
 * @param windowStart event time, epoch milliseconds, inclusive
 * @param windowEnd event time, epoch milliseconds, exclusive
 * @param items by score, best first; equal scores are ordered by content id
 * @param top by each configured measure
 * @param publishedAt processing time, epoch milliseconds
 */
public record Leaderboard(
    String segment,
    String window,
    long windowStart,
    long windowEnd,
    List<RankedContent> items,
    List<TopList> top,
    long publishedAt) {
  /** Replaces missing lists by empty ones, so that readers need no null check. */
  public Leaderboard {
    items = items == null ? List.of() : items;
    top = top == null ? List.of() : top;
  }

  /** The key under which the board is kept: {@code segment|window}. */
  public String key() {
    return key(segment, window);
  }

  /** The key of a segment's board in windows of a length. */
  public static String key(String segment, String window) {
    return segment + "|" + window;
  }

  /** The same without the lists by measure. */
  public Leaderboard withoutTop() {
    return new Leaderboard(segment, window, windowStart, windowEnd, items, List.of(), publishedAt);
  }

  /** Whether nothing is left on it, so that it clears the one before. */
  public boolean isEmpty() {
    return items.isEmpty() && top.stream().allMatch(list -> list.items().isEmpty());
  }
}
