package io.nowfeed.jobs.analytics;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import java.util.List;

/** A row of BigQuery's {@code popularity}; the table's definition explains each column. */
public record PopularityRow(
    String segment,
    String windowSize,
    long windowStart,
    long windowEnd,
    List<Item> items,
    long publishedAt) {

  /** A place on the board. */
  public record Item(
      long rank,
      String contentId,
      double score,
      long impressions,
      long clicks,
      long watches,
      long scrolls,
      long likes,
      long shares,
      long addToCarts,
      long purchases) {

    private static Item of(RankedContent from) {
      ActionCounts counts = from.counts();
      return new Item(
          from.rank(),
          from.contentId(),
          from.score(),
          counts.impressions(),
          counts.clicks(),
          counts.watches(),
          counts.scrolls(),
          counts.likes(),
          counts.shares(),
          counts.addToCarts(),
          counts.purchases());
    }
  }

  /** The row of a leaderboard. */
  public static PopularityRow of(Leaderboard from) {
    return new PopularityRow(
        from.segment(),
        from.window(),
        from.windowStart(),
        from.windowEnd(),
        from.items().stream().map(Item::of).toList(),
        from.publishedAt());
  }
}
