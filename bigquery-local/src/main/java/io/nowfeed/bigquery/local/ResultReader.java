package io.nowfeed.bigquery.local;

import io.nowfeed.bigquery.local.ResultType.Member;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a JDBC result into plain values that outlive its connection. */
final class ResultReader {
  private ResultReader() {}

  /**
   * Reads all rows.
   *
   * @throws RestRefusal if there are more than {@code limit}: none is cut off silently
   */
  static QueryResult read(ResultSet result, int limit) throws SQLException {
    List<Member> columns = columns(result.getMetaData());
    List<List<Object>> rows = new ArrayList<>();
    while (result.next()) {
      if (rows.size() == limit) {
        throw new RestRefusal(
            403,
            "responseTooLarge",
            "The local BigQuery returns at most " + limit + " rows a query: add a LIMIT");
      }
      rows.add(row(result, columns));
    }
    return new QueryResult(columns, rows);
  }

  private static List<Member> columns(ResultSetMetaData meta) throws SQLException {
    List<Member> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(
          new Member(meta.getColumnLabel(i), ResultTypeParser.parse(meta.getColumnTypeName(i))));
    }
    return columns;
  }

  private static List<Object> row(ResultSet result, List<Member> columns) throws SQLException {
    List<Object> row = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      row.add(column(result, i + 1, columns.get(i).type()));
    }
    return row;
  }

  /**
   * JDBC's own type for a DATETIME is a moment in the laptop's zone, which moves the hour a summer
   * time skips; asked for a local one, the driver gives it as it is. Inside arrays and RECORDs
   * there is no way to ask.
   */
  private static Object column(ResultSet result, int index, ResultType type) throws SQLException {
    boolean dateTime = type.name().equals("DATETIME") && !type.repeated();
    return dateTime ? result.getObject(index, LocalDateTime.class) : plain(result.getObject(index));
  }

  private static Object plain(Object value) throws SQLException {
    if (value instanceof Array array) {
      return plainAll((Object[]) array.getArray());
    }
    if (value instanceof Struct struct) {
      return plainAll(struct.getAttributes());
    }
    if (value instanceof Map<?, ?> map) {
      return entries(map);
    }
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    return plainNumberOrTime(value);
  }

  private static Object plainNumberOrTime(Object value) {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }
    return value;
  }

  private static List<Object> plainAll(Object[] values) throws SQLException {
    List<Object> plain = new ArrayList<>(values.length);
    for (Object value : values) {
      plain.add(plain(value));
    }
    return plain;
  }

  private static List<Object> entries(Map<?, ?> map) throws SQLException {
    List<Object> entries = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      entries.add(plainAll(new Object[] {entry.getKey(), entry.getValue()}));
    }
    return entries;
  }
}
