package io.nowfeed.bigquery.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Runs queries on a snapshot that nothing can change, the query itself included. */
final class QueryRunner {
  /** What is kept in memory for paging; beyond it a query is refused, not cut. */
  static final int MAX_ROWS = 100_000;

  private final Database database;
  private final Catalog catalog;

  QueryRunner(Database database, Catalog catalog) {
    this.database = database;
    this.catalog = catalog;
  }

  /**
   * Runs one query.
   *
   * @param defaultDataset where tables without a dataset are looked for; empty for nowhere
   * @throws RestRefusal with reason invalidQuery and DuckDB's words if it cannot be run
   */
  QueryResult run(String sql, String defaultDataset) {
    String translated = QuerySql.translate(sql, catalog.datasets());
    try {
      return database.read(
          connection -> {
            if (!defaultDataset.isEmpty()) {
              useDataset(connection, defaultDataset);
            }
            return run(connection, translated);
          });
    } catch (SQLException e) {
      throw QuerySql.invalid(Database.reason(e));
    }
  }

  private static void useDataset(Connection connection, String dataset) throws SQLException {
    String name = Sql.quote(dataset).replace("'", "''");
    Sql.execute(connection, "SET search_path = '" + name + "'");
  }

  private static QueryResult run(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      return ResultReader.read(rows, MAX_ROWS);
    }
  }

  /** A part of a table's rows in the order they were stored. */
  QueryResult page(TableName table, long start, long size) throws SQLException {
    String sql = "SELECT * FROM " + table.sql() + " LIMIT " + size + " OFFSET " + start;
    return database.read(connection -> run(connection, sql));
  }

  long count(TableName table) throws SQLException {
    String sql = "SELECT count(*) FROM " + table.sql();
    return database.read(connection -> Sql.number(connection, sql));
  }
}
