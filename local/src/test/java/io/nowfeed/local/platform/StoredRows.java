package io.nowfeed.local.platform;

import io.nowfeed.events.Leaderboard;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What the platform's jobs wrote into Postgres and BigQuery, as an {@link Outsider} finds it. */
final class StoredRows {
  private final Outsider outsider;

  StoredRows(Outsider outsider) {
    this.outsider = outsider;
  }

  /** The board of the last minute by score, as {@link #of} has it. */
  List<List<String>> inPostgres(String segment) {
    return outsider.sqlRows(
        "SELECT rank, content_id, score, shares, clicks,"
            + " (extract(epoch FROM window_end) * 1000)::bigint"
            + " FROM popularity WHERE segment = ? AND window_size = '1m' AND ranked_by = 'score'"
            + " ORDER BY rank",
        segment);
  }

  /** The rows that a board has to have in Postgres. */
  static List<List<String>> of(Leaderboard board) {
    return board.items().stream()
        .map(
            item ->
                List.of(
                    String.valueOf(item.rank()),
                    item.contentId(),
                    String.format(Locale.ROOT, "%.0f", item.score()),
                    String.valueOf(item.counts().shares()),
                    String.valueOf(item.counts().clicks()),
                    String.valueOf(board.windowEnd())))
        .toList();
  }

  List<List<String>> countryInPostgres(String userId) {
    return outsider.sqlRows("SELECT country FROM active_users WHERE user_id = ?", userId);
  }

  /** How many rows these events have. */
  long inBigQuery(String table, Collection<String> eventIds) {
    return outsider.count("SELECT count(*) FROM " + table + " WHERE event_id IN " + in(eventIds));
  }

  /** How many different places in Kafka the rows of these events come from. */
  long originsInBigQuery(String table, Collection<String> eventIds) {
    return outsider.count(
        "SELECT count(DISTINCT (origin_topic, origin_partition, origin_offset)) FROM "
            + table
            + " WHERE event_id IN "
            + in(eventIds));
  }

  private static String in(Collection<String> eventIds) {
    return "('" + String.join("', '", eventIds) + "')";
  }
}
