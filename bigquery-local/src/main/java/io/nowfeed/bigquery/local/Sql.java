package io.nowfeed.bigquery.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The few JDBC moves all stores here share. */
final class Sql {
  private Sql() {}

  /** Quotes an identifier, whatever it holds. */
  static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** Runs one statement without parameters. */
  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs one change and returns how many rows it touched. */
  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = bind(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** The first column of the first row; the query must have one. */
  static long number(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = bind(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** A statement with its values set; the caller closes it. */
  static PreparedStatement bind(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
