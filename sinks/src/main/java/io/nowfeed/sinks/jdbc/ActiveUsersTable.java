package io.nowfeed.sinks.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;

/**
 * Who is active, and was when last, in Postgres: one row a user. A row only goes forward in event
 * time, so writing twice, or what is older after what is newer, changes nothing. An erasure empties
 * the row; what was joined before it stays out, what is joined after it is of a new user.
 *
 * <p>When an erasure was and when a beacon was joined is told by two machines, whose clocks differ:
 * so an erasure also takes what seems to be up to a minute younger. A row of somebody who is gone
 * would stay for ever; that of a user who came back within the minute is there with the next beacon
 * after it.
 */
public final class ActiveUsersTable {
  private static final String TABLE = "active_user_states";

  // Of a selection, since the driver may join rows of VALUES, and one statement cannot touch a row
  // twice.
  private static final String UPSERT =
      """
      INSERT INTO active_user_states AS u
        (user_hash, user_id, session_id, device_id, last_seen, app_version, country, region,
        language, plan, match_reason, enriched_at, erased_at)
      SELECT md5(?)::uuid, ?, ?, ?, ?::timestamptz, ?, ?, ?, ?, ?, ?, ?::timestamptz,
        ?::timestamptz
      ON CONFLICT (user_hash) DO UPDATE SET
        user_id = excluded.user_id, session_id = excluded.session_id,
        device_id = excluded.device_id, last_seen = excluded.last_seen,
        app_version = excluded.app_version, country = excluded.country,
        region = excluded.region, language = excluded.language, plan = excluded.plan,
        match_reason = excluded.match_reason, enriched_at = excluded.enriched_at,
        erased_at = GREATEST(u.erased_at, excluded.erased_at)
      WHERE CASE WHEN excluded.erased_at IS NULL
        THEN excluded.enriched_at > COALESCE(u.erased_at + interval '1 minute', '-infinity')
          AND (excluded.last_seen, excluded.enriched_at)
            >= (COALESCE(u.last_seen, '-infinity'), COALESCE(u.enriched_at, '-infinity'))
        ELSE excluded.erased_at + interval '1 minute' >= COALESCE(u.enriched_at, '-infinity')
        END\
      """;

  private ActiveUsersTable() {}

  /**
   * SQL that creates the table and its view, or brings those of an older version up to date, for
   * Postgres 12 and newer.
   */
  public static String ddl() {
    return SqlFiles.read("active_users.sql");
  }

  /** The sink: at least once, which an upsert makes exact. */
  public static Sink<UserSeen> sink(String url, String user, String password) {
    return UpsertSink.of(TABLE, UPSERT, new Binder(), url, user, password);
  }

  private static final class Binder implements JdbcStatementBuilder<UserSeen> {
    private static final long serialVersionUID = 1L;

    @Override
    public void accept(PreparedStatement statement, UserSeen seen) throws SQLException {
      statement.setString(1, seen.key());
      statement.setString(2, seen.userId());
      statement.setString(3, seen.sessionId());
      statement.setString(4, seen.deviceId());
      statement.setTimestamp(5, timestamp(seen.lastSeen()));
      statement.setString(6, seen.appVersion());
      statement.setString(7, seen.country());
      statement.setString(8, seen.region());
      statement.setString(9, seen.language());
      statement.setString(10, seen.plan());
      statement.setString(11, seen.matchReason() == null ? null : seen.matchReason().name());
      statement.setTimestamp(12, timestamp(seen.enrichedAt()));
      statement.setTimestamp(13, timestamp(seen.erasedAt()));
    }

    private static Timestamp timestamp(Long millis) {
      return millis == null ? null : new Timestamp(millis);
    }
  }
}
