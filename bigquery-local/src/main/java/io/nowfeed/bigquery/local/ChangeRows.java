package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import io.nowfeed.bigquery.local.ChangeDecoder.Change;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Applies UPSERT and DELETE: the table always is as merged. The number of each key's last change is
 * kept in {@code _nowfeed.changes}, that of a deleted key too, or an older UPSERT that arrives late
 * would bring its row back. Every method is one part of the caller's transaction.
 */
final class ChangeRows {
  /** The keys an append is about, for as long as it is applied. */
  private static final TableName KEYS = new TableName("", Database.SYSTEM_SCHEMA, "changed_keys");

  private static final String OF_TABLE = " WHERE project = ? AND dataset = ? AND table_id = ?";
  private static final String OF_KEYS = OF_TABLE + " AND key IN (SELECT unnest(?))";

  private ChangeRows() {}

  /** A row's last change within an append. */
  private record Changed(List<Object> key, List<Object> row, Change change) {
    /** At the same number, and without numbers, what arrives later counts. */
    boolean isOlderThan(String sequence) {
      return change.sequence() != null
          && sequence != null
          && change.sequence().compareTo(sequence) < 0;
    }
  }

  static void apply(DuckDBConnection connection, TableEntry table, DecodedRows rows)
      throws SQLException {
    Map<String, Changed> changes = lastOfEach(table.primaryKey(), rows);
    Map<String, String> stored = sequences(connection, table.name(), changes.keySet());
    changes.entrySet().removeIf(each -> each.getValue().isOlderThan(stored.get(each.getKey())));
    deleteRows(connection, table, changes.values());
    forget(connection, table.name(), changes.keySet());
    RowAppender.append(
        connection,
        table.name(),
        table.schema(),
        changes.values().stream()
            .filter(changed -> !changed.change().delete())
            .map(Changed::row)
            .toList());
    remember(connection, table.name(), changes);
  }

  private static Map<String, Changed> lastOfEach(List<Integer> primaryKey, DecodedRows rows) {
    Map<String, Changed> last = new LinkedHashMap<>();
    for (int i = 0; i < rows.values().size(); i++) {
      List<Object> row = rows.values().get(i);
      // A column of the key may be NULL, which a stream's toList() allows.
      List<Object> key = primaryKey.stream().map(row::get).toList();
      Changed changed = new Changed(key, row, rows.changes().get(i));
      last.merge(ChangeKey.text(key), changed, ChangeRows::later);
    }
    return last;
  }

  private static Changed later(Changed before, Changed arrived) {
    return arrived.isOlderThan(before.change().sequence()) ? before : arrived;
  }

  private static Map<String, String> sequences(
      DuckDBConnection connection, TableName table, Collection<String> keys) throws SQLException {
    Map<String, String> sequences = new HashMap<>();
    String select = "SELECT key, sequence FROM _nowfeed.changes" + OF_KEYS;
    try (PreparedStatement statement = ofKeys(connection, select, table, keys);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        sequences.put(row.getString(1), row.getString(2));
      }
    }
    return sequences;
  }

  private static PreparedStatement ofKeys(
      DuckDBConnection connection, String sql, TableName table, Collection<String> keys)
      throws SQLException {
    Array texts = connection.createArrayOf("VARCHAR", keys.toArray());
    return Sql.bind(connection, sql, table.project(), table.dataset(), table.table(), texts);
  }

  /** DuckDB finds many keys in one pass over the table when they stand in a table themselves. */
  private static void deleteRows(
      DuckDBConnection connection, TableEntry table, Collection<Changed> changes)
      throws SQLException {
    TableSchema.Builder key = TableSchema.newBuilder();
    table.primaryKey().forEach(position -> key.addFields(table.schema().getFields(position)));
    String columns = ColumnTypes.columns(key.build());
    Sql.execute(connection, "CREATE TABLE " + KEYS.sql() + " (" + columns + ")");
    RowAppender.append(connection, KEYS, key.build(), changes.stream().map(Changed::key).toList());
    String same =
        key.getFieldsList().stream().map(ChangeRows::same).collect(Collectors.joining(" AND "));
    Sql.execute(
        connection,
        "DELETE FROM " + table.name().sql() + " AS t USING " + KEYS.sql() + " AS k WHERE " + same);
    Sql.execute(connection, "DROP TABLE " + KEYS.sql());
  }

  private static String same(TableFieldSchema column) {
    String name = Sql.quote(column.getName());
    return "t." + name + " IS NOT DISTINCT FROM k." + name;
  }

  private static void forget(DuckDBConnection connection, TableName table, Collection<String> keys)
      throws SQLException {
    try (PreparedStatement statement =
        ofKeys(connection, "DELETE FROM _nowfeed.changes" + OF_KEYS, table, keys)) {
      statement.executeUpdate();
    }
  }

  private static void remember(
      DuckDBConnection connection, TableName table, Map<String, Changed> changes)
      throws SQLException {
    try (DuckDBAppender appender =
        connection.createAppender(Database.SYSTEM_SCHEMA, SystemTables.CHANGES)) {
      for (Map.Entry<String, Changed> changed : changes.entrySet()) {
        String sequence = changed.getValue().change().sequence();
        if (sequence != null) {
          appender.beginRow();
          appender.append(table.project());
          appender.append(table.dataset());
          appender.append(table.table());
          appender.append(changed.getKey());
          appender.append(sequence);
          appender.endRow();
        }
      }
    }
  }

  /** Forgets all numbers of a table that is about to go, or whose key has become another. */
  static void forgetAll(DuckDBConnection connection, TableName table) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM _nowfeed.changes" + OF_TABLE,
        table.project(),
        table.dataset(),
        table.table());
  }
}
