package io.nowfeed.bigquery.local;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The bookkeeping tables. They have no keys: the single writer keeps names unique, and DuckDB
 * refuses some repeated updates of keyed rows within a transaction.
 */
final class SystemTables {
  /** The numbers of changes; {@link ChangeRows} keeps it. */
  static final String CHANGES = "changes";

  private SystemTables() {}

  static void create(Connection connection) throws SQLException {
    Sql.execute(connection, "CREATE SCHEMA IF NOT EXISTS _nowfeed");
    Sql.execute(
        connection,
        """
        CREATE TABLE IF NOT EXISTS _nowfeed.datasets (
          project VARCHAR, dataset VARCHAR, resource VARCHAR)
        """);
    Sql.execute(
        connection,
        """
        CREATE TABLE IF NOT EXISTS _nowfeed.tables (
          project VARCHAR, dataset VARCHAR, table_id VARCHAR, resource VARCHAR)
        """);
    Sql.execute(
        connection,
        """
        CREATE TABLE IF NOT EXISTS _nowfeed.streams (
          name VARCHAR, project VARCHAR, dataset VARCHAR, table_id VARCHAR,
          type VARCHAR, state VARCHAR, end_offset BIGINT, flushed_offset BIGINT,
          created_micros BIGINT, touched_micros BIGINT)
        """);
    Sql.execute(
        connection,
        """
        CREATE TABLE IF NOT EXISTS _nowfeed.changes (
          project VARCHAR, dataset VARCHAR, table_id VARCHAR, key VARCHAR, sequence VARCHAR)
        """);
  }
}
