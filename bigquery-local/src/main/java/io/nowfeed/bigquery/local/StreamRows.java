package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import io.nowfeed.bigquery.local.StreamState.Phase;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * The SQL of streams: their bookkeeping in {@code _nowfeed.streams}, and the rows that wait, a
 * staging table a stream. Every method is one part of the caller's transaction.
 */
final class StreamRows {
  /** A staging table's first column; {@link TableSchemas} keeps its prefix from tables. */
  private static final String OFFSET = Sql.quote("_nowfeed_offset");

  private static final String SELECT =
      "SELECT name, project, dataset, table_id, type, state, end_offset, flushed_offset,"
          + " created_micros FROM _nowfeed.streams ";

  private StreamRows() {}

  static void insert(DuckDBConnection connection, StreamState stream, TableSchema schema)
      throws SQLException {
    TableName table = stream.table();
    Sql.update(
        connection,
        "INSERT INTO _nowfeed.streams VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?)",
        stream.name(),
        table.project(),
        table.dataset(),
        table.table(),
        stream.type().name(),
        stream.phase().name(),
        stream.createdMicros(),
        stream.createdMicros());
    if (stream.isStaged()) {
      String columns = OFFSET + " BIGINT, " + ColumnTypes.columns(schema);
      Sql.execute(connection, "CREATE TABLE " + staging(stream) + " (" + columns + ")");
    }
  }

  static Optional<StreamState> find(DuckDBConnection connection, String name) throws SQLException {
    return select(connection, "WHERE name = ?", name).stream().findFirst();
  }

  /** The streams of a table. */
  static List<StreamState> of(DuckDBConnection connection, TableName table) throws SQLException {
    return select(
        connection,
        "WHERE project = ? AND dataset = ? AND table_id = ?",
        table.project(),
        table.dataset(),
        table.table());
  }

  /** The streams nobody touched since {@code micros}. */
  static List<StreamState> untouchedSince(DuckDBConnection connection, long micros)
      throws SQLException {
    return select(connection, "WHERE touched_micros < ?", micros);
  }

  private static List<StreamState> select(
      DuckDBConnection connection, String condition, Object... values) throws SQLException {
    List<StreamState> found = new ArrayList<>();
    try (PreparedStatement statement = Sql.bind(connection, SELECT + condition, values);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(read(row));
      }
    }
    return found;
  }

  private static StreamState read(ResultSet row) throws SQLException {
    return new StreamState(
        row.getString(1),
        new TableName(row.getString(2), row.getString(3), row.getString(4)),
        WriteStream.Type.valueOf(row.getString(5)),
        Phase.valueOf(row.getString(6)),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9));
  }

  /** Puts decoded rows where the stream's type says and moves its end. */
  static void append(
      DuckDBConnection connection,
      StreamState stream,
      TableSchema schema,
      List<List<Object>> rows,
      long nowMicros)
      throws SQLException {
    if (stream.isStaged()) {
      RowAppender.appendStaged(connection, stream.staging(), schema, rows, stream.end());
    } else {
      RowAppender.append(connection, stream.table(), schema, rows);
    }
    Sql.update(
        connection,
        "UPDATE _nowfeed.streams SET end_offset = ?, touched_micros = ? WHERE name = ?",
        stream.end() + rows.size(),
        nowMicros,
        stream.name());
  }

  /** Moves the waiting rows before {@code end} into the table, in their order. */
  static void publish(DuckDBConnection connection, StreamState stream, TableSchema schema, long end)
      throws SQLException {
    String columns =
        schema.getFieldsList().stream()
            .map(field -> Sql.quote(field.getName()))
            .collect(Collectors.joining(", "));
    String before = " WHERE " + OFFSET + " < ?";
    Sql.update(
        connection,
        "INSERT INTO %s (%s) SELECT %s FROM %s"
                .formatted(stream.table().sql(), columns, columns, staging(stream))
            + before
            + " ORDER BY "
            + OFFSET,
        end);
    Sql.update(connection, "DELETE FROM " + staging(stream) + before, end);
    Sql.update(
        connection,
        "UPDATE _nowfeed.streams SET flushed_offset = ? WHERE name = ?",
        end,
        stream.name());
  }

  /** Sets the phase; rows that can no longer become visible go with their staging table. */
  static void close(DuckDBConnection connection, StreamState stream, Phase phase)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE _nowfeed.streams SET state = ? WHERE name = ?",
        phase.name(),
        stream.name());
    boolean waitsForCommit = stream.type() == WriteStream.Type.PENDING && phase == Phase.FINALIZED;
    if (stream.isStaged() && !waitsForCommit) {
      dropStaging(connection, stream);
    }
  }

  /** Adds a column to a table and to the staging tables of its streams. */
  static void addColumn(DuckDBConnection connection, TableName table, String column)
      throws SQLException {
    Sql.execute(connection, "ALTER TABLE " + table.sql() + " ADD COLUMN " + column);
    for (StreamState stream : of(connection, table)) {
      if (stream.isStaged()) {
        Sql.execute(
            connection, "ALTER TABLE IF EXISTS " + staging(stream) + " ADD COLUMN " + column);
      }
    }
  }

  /** Forgets the streams of a table that is about to go. */
  static void dropAll(DuckDBConnection connection, TableName table) throws SQLException {
    for (StreamState stream : of(connection, table)) {
      drop(connection, stream);
    }
  }

  /** Forgets a stream and the rows that wait in it. */
  static void drop(DuckDBConnection connection, StreamState stream) throws SQLException {
    dropStaging(connection, stream);
    Sql.update(connection, "DELETE FROM _nowfeed.streams WHERE name = ?", stream.name());
  }

  private static void dropStaging(DuckDBConnection connection, StreamState stream)
      throws SQLException {
    Sql.execute(connection, "DROP TABLE IF EXISTS " + staging(stream));
  }

  private static String staging(StreamState stream) {
    return Database.SYSTEM_SCHEMA + "." + Sql.quote(stream.staging());
  }
}
