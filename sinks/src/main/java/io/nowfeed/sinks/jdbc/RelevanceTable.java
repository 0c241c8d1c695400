package io.nowfeed.sinks.jdbc;

import io.nowfeed.events.Relevance;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;

/**
 * What lists were worth, in Postgres: one row a measured engagement, under the coordinates of its
 * interaction, and a view that adds up days. Writing one twice changes nothing. Users, sessions and
 * devices are left out: no row is personal, and an erasure has nothing to find.
 */
public final class RelevanceTable {
  private static final String TABLE = "relevance";

  private static final String INSERT =
      """
      INSERT INTO relevance
        (origin_topic, origin_partition, origin_offset, event_time, experiment, arm, content_id,
        action, rank, rung, session_rank, engaged_before, country, content_category,
        content_language)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (origin_topic, origin_partition, origin_offset) DO NOTHING\
      """;

  private RelevanceTable() {}

  /**
   * SQL that creates the table and its view, or brings those of an older version up to date, for
   * Postgres 12 and newer.
   */
  public static String ddl() {
    return SqlFiles.read("relevance.sql");
  }

  /** The sink: at least once, which the key makes exact. */
  public static Sink<Relevance> sink(String url, String user, String password) {
    return UpsertSink.of(TABLE, INSERT, new Binder(), url, user, password);
  }

  private static final class Binder implements JdbcStatementBuilder<Relevance> {
    private static final long serialVersionUID = 1L;

    @Override
    public void accept(PreparedStatement statement, Relevance measured) throws SQLException {
      statement.setString(1, measured.origin().topic());
      statement.setInt(2, measured.origin().partition());
      statement.setLong(3, measured.origin().offset());
      statement.setTimestamp(4, new Timestamp(measured.ts()));
      statement.setString(5, measured.experiment());
      statement.setString(6, measured.arm());
      statement.setString(7, measured.contentId());
      statement.setString(8, measured.action().name());
      statement.setObject(9, measured.rank(), Types.INTEGER);
      statement.setString(10, measured.rung() == null ? null : measured.rung().name());
      statement.setObject(11, measured.sessionRank(), Types.INTEGER);
      statement.setInt(12, measured.engagedBefore());
      statement.setString(13, measured.country());
      statement.setString(14, measured.category());
      statement.setString(15, measured.language());
    }
  }
}
