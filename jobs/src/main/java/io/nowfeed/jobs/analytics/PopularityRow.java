package io.nowfeed.jobs.analytics;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import java.util.List;

/** A row of BigQuery's {@code popularity}; the table's definition explains each column. */
public record PopularityRow(
    String segment,
    String windowSize,
    long windowStart,
    long windowEnd,
    List<Item> items,
    List<Top> top,
    long publishedAt) {

  /** A list by a measure; {@code by} is a reserved word of SQL. */
  public record Top(String rankedBy, List<Item> items) {
    private static Top of(TopList from) {
      return new Top(from.by(), Item.of(from.items()));
    }
  }

  /** A place on a list. */
  public record Item(
      long rank,
      Integer previousRank,
      String contentId,
      double score,
      double trend,
      double ctr,
      long impressions,
      long clicks,
      long watches,
      long watchTimeMs,
      long scrolls,
      long likes,
      long shares,
      long addToCarts,
      long purchases) {

    private static List<Item> of(List<RankedContent> from) {
      return from.stream().map(Item::of).toList();
    }

    private static Item of(RankedContent from) {
      ActionCounts counts = from.counts();
      return new Item(
          from.rank(),
          from.previousRank(),
          from.contentId(),
          from.score(),
          from.trend(),
          from.ctr(),
          counts.impressions(),
          counts.clicks(),
          counts.watches(),
          counts.watchTimeMs(),
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
        Item.of(from.items()),
        from.top().stream().map(Top::of).toList(),
        from.publishedAt());
  }
}
