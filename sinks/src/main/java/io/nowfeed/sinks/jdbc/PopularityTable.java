package io.nowfeed.sinks.jdbc;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;

/**
 * The current leaderboards in Postgres: one row a board, replaced as a whole, so a reader never
 * sees half of one. A row only goes forward, first by its window, then by when it was published:
 *
 * <ul>
 *   <li>Writing a board twice, or an older one after a newer, changes nothing.
 *   <li>The correction of an earlier window is history, and not shown.
 *   <li>A board without content clears the row, which keeps the window it showed: so whatever comes
 *       again from before stays out.
 * </ul>
 */
public final class PopularityTable {
  private static final String TABLE = "popularity_boards";

  private static final String UPSERT =
      """
      INSERT INTO popularity_boards AS b
        (segment, window_size, window_start, window_end, items, top, published_at)
      SELECT ?, ?, ?::timestamptz, ?::timestamptz, n.board -> 'items', n.board -> 'top',
        ?::timestamptz
      FROM (SELECT ?::jsonb AS board) AS n
      ON CONFLICT (segment, window_size) DO UPDATE SET
        window_start = GREATEST(b.window_start, excluded.window_start),
        window_end = GREATEST(b.window_end, excluded.window_end),
        items = excluded.items, top = excluded.top, published_at = excluded.published_at
      WHERE CASE WHEN excluded.window_end = to_timestamp(0)
        THEN excluded.published_at >= b.published_at
        ELSE (excluded.window_end, excluded.published_at) >= (b.window_end, b.published_at) END\
      """;

  private PopularityTable() {}

  /**
   * SQL that creates the table and its view, or brings those of an older version up to date, for
   * Postgres 12 and newer.
   */
  public static String ddl() {
    return SqlFiles.read("popularity.sql");
  }

  /**
   * The sink: at least once, which an upsert makes exact. A board that clears, as a tombstone is
   * read, has no window: it starts and ends at 0.
   */
  public static Sink<Leaderboard> sink(String url, String user, String password) {
    return UpsertSink.of(TABLE, UPSERT, new Binder(), url, user, password);
  }

  private static final class Binder implements JdbcStatementBuilder<Leaderboard> {
    private static final long serialVersionUID = 1L;
    private static final JsonCodec<Leaderboard> CODEC = JsonCodec.of(Leaderboard.class);

    @Override
    public void accept(PreparedStatement statement, Leaderboard board) throws SQLException {
      statement.setString(1, board.segment());
      statement.setString(2, board.window());
      statement.setTimestamp(3, new Timestamp(board.windowStart()));
      statement.setTimestamp(4, new Timestamp(board.windowEnd()));
      statement.setTimestamp(5, new Timestamp(board.publishedAt()));
      statement.setString(6, new String(CODEC.encode(board), StandardCharsets.UTF_8));
    }
  }
}
