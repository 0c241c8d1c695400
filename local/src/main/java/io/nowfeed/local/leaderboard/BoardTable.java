package io.nowfeed.local.leaderboard;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A board's list as a table.
 *
 * @param columns their names
 * @param rows a place each; values are in the order of the columns
 */
public record BoardTable(List<String> columns, List<List<Object>> rows) {
  private static final List<String> FOR_PEOPLE =
      List.of(
          "rank",
          "move",
          "content_id",
          "score",
          "trend",
          "ctr",
          "shown",
          "clicks",
          "watches",
          "watched",
          "scrolls",
          "likes",
          "shares",
          "carts",
          "bought");
  private static final List<String> FOR_PROGRAMS =
      List.of(
          "segment",
          "window",
          "window_start",
          "window_end",
          "published_at",
          "ranked_by",
          "rank",
          "previous_rank",
          "content_id",
          "score",
          "trend",
          "ctr",
          "impressions",
          "clicks",
          "watches",
          "watch_time_ms",
          "scrolls",
          "likes",
          "shares",
          "add_to_carts",
          "purchases");

  /** Which board it is, of when, and how old. */
  public static String headline(Leaderboard board, String by, Instant now) {
    Instant published = Instant.ofEpochMilli(board.publishedAt());
    return "%s in %s by %s: %s to %s, published %s, %s ago"
        .formatted(
            board.segment(),
            board.window(),
            by,
            Instant.ofEpochMilli(board.windowStart()),
            Instant.ofEpochMilli(board.windowEnd()),
            published,
            age(Duration.between(published, now)));
  }

  /** With movement instead of the previous rank, and numbers rounded. */
  public static BoardTable forPeople(List<RankedContent> places) {
    return new BoardTable(FOR_PEOPLE, places.stream().map(BoardTable::rounded).toList());
  }

  /** With all fields as they are in the topic, so that each row stands by itself. */
  public static BoardTable forPrograms(Leaderboard board, String by, List<RankedContent> places) {
    return new BoardTable(
        FOR_PROGRAMS, places.stream().map(place -> exact(board, by, place)).toList());
  }

  private static List<Object> rounded(RankedContent place) {
    ActionCounts counts = place.counts();
    return List.of(
        place.rank(),
        Move.of(place),
        place.contentId(),
        new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(place.score()),
        String.format(Locale.ROOT, "%+.2f", place.trend()),
        String.format(Locale.ROOT, "%.1f%%", 100 * place.ctr()),
        counts.impressions(),
        counts.clicks(),
        counts.watches(),
        watched(Duration.ofMillis(counts.watchTimeMs())),
        counts.scrolls(),
        counts.likes(),
        counts.shares(),
        counts.addToCarts(),
        counts.purchases());
  }

  private static List<Object> exact(Leaderboard board, String by, RankedContent place) {
    ActionCounts counts = place.counts();
    // Not List.of: what is new has no previous rank.
    return Arrays.asList(
        board.segment(),
        board.window(),
        board.windowStart(),
        board.windowEnd(),
        board.publishedAt(),
        by,
        place.rank(),
        place.previousRank(),
        place.contentId(),
        place.score(),
        place.trend(),
        place.ctr(),
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

  private static String watched(Duration time) {
    if (time.toHours() > 0) {
      return "%dh%02dm".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? "%dm%02ds".formatted(time.toMinutes(), time.toSecondsPart())
        : time.toSeconds() + "s";
  }

  private static String age(Duration age) {
    if (age.toMinutes() < 2) {
      // The clock that published may be ahead of this one.
      return Math.max(0, age.toSeconds()) + " s";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + " min";
    }
    return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " d";
  }
}
