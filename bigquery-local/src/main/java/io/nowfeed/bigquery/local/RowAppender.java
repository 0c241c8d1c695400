package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Puts decoded rows into a table within the connection's transaction, by DuckDB's bulk door. */
final class RowAppender {
  private RowAppender() {}

  /** Appends rows whose values stand in the order of {@code schema}. */
  static void append(
      DuckDBConnection connection, TableName table, TableSchema schema, List<List<Object>> rows)
      throws SQLException {
    try (DuckDBAppender appender = connection.createAppender(table.dataset(), table.table())) {
      for (List<Object> row : rows) {
        appender.beginRow();
        putAll(appender, schema.getFieldsList(), row);
        appender.endRow();
      }
    }
  }

  /** The same, for a staging table: its first column is the row's offset in the stream. */
  static void appendStaged(
      DuckDBConnection connection,
      String staging,
      TableSchema schema,
      List<List<Object>> rows,
      long firstOffset)
      throws SQLException {
    try (DuckDBAppender appender = connection.createAppender(Database.SYSTEM_SCHEMA, staging)) {
      long offset = firstOffset;
      for (List<Object> row : rows) {
        appender.beginRow();
        appender.append(offset++);
        putAll(appender, schema.getFieldsList(), row);
        appender.endRow();
      }
    }
  }

  private static void putAll(
      DuckDBAppender appender, List<TableFieldSchema> fields, List<Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      put(appender, fields.get(i), values.get(i));
    }
  }

  private static void put(DuckDBAppender appender, TableFieldSchema field, Object value)
      throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (field.getMode() == Mode.REPEATED) {
      appender.append((Collection<?>) value);
    } else if (field.getType() == TableFieldSchema.Type.STRUCT) {
      appender.beginStruct();
      putAll(appender, field.getFieldsList(), values(value));
      appender.endStruct();
    } else {
      putScalar(appender, value);
    }
  }

  /** A decoded STRUCT is the list of its members' values. */
  @SuppressWarnings("unchecked") // RecordDecoder makes nothing else for a STRUCT
  private static List<Object> values(Object struct) {
    return (List<Object>) struct;
  }

  private static void putScalar(DuckDBAppender appender, Object value) throws SQLException {
    if (value instanceof Long number) {
      appender.append(number.longValue());
    } else if (value instanceof String text) {
      appender.append(text);
    } else if (value instanceof Double number) {
      appender.append(number.doubleValue());
    } else if (value instanceof Boolean truth) {
      appender.append(truth.booleanValue());
    } else if (value instanceof OffsetDateTime instant) {
      appender.append(instant);
    } else {
      putRareScalar(appender, value);
    }
  }

  private static void putRareScalar(DuckDBAppender appender, Object value) throws SQLException {
    if (value instanceof BigDecimal decimal) {
      appender.append(decimal);
    } else if (value instanceof byte[] bytes) {
      appender.append(bytes);
    } else if (value instanceof LocalDate date) {
      appender.append(date);
    } else if (value instanceof LocalTime time) {
      appender.append(time);
    } else if (value instanceof LocalDateTime dateTime) {
      appender.append(dateTime);
    } else {
      throw new SQLException("No way to append a " + value.getClass().getName());
    }
  }
}
