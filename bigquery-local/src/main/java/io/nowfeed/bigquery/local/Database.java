package io.nowfeed.bigquery.local;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;

/**
 * The DuckDB file. All changes go through one connection, one transaction at a time: bookkeeping
 * and rows commit together or not at all, and DuckDB never sees a write conflict. Reads take their
 * own connection and a snapshot.
 */
final class Database implements AutoCloseable {
  /** The schema with the bookkeeping; no dataset can have its name. */
  static final String SYSTEM_SCHEMA = "_nowfeed";

  private final DuckDBConnection writer;
  private final ReentrantLock writing = new ReentrantLock();

  private Database(DuckDBConnection writer) {
    this.writer = writer;
  }

  /** What is done with a connection inside a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(DuckDBConnection connection) throws SQLException;
  }

  static Database open(Path directory) throws IOException {
    String file = directory.toAbsolutePath().resolve("bigquery.duckdb").toString();
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, settings());
      Database database = new Database(connection.unwrap(DuckDBConnection.class));
      database.prepare();
      return database;
    } catch (SQLException e) {
      throw new IOException("Cannot open the local BigQuery at " + file + ": " + reason(e), e);
    }
  }

  /** Small, as it shares a laptop with Flink, Kafka and Postgres. */
  private static Properties settings() {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", "256MB");
    settings.setProperty("threads", "2");
    return settings;
  }

  private void prepare() throws SQLException {
    // BigQuery reckons in UTC, whatever the laptop's zone; and a query must not read its files.
    Sql.execute(writer, "SET GLOBAL TimeZone = 'UTC'");
    Sql.execute(writer, "SET GLOBAL enable_external_access = false");
    write(
        connection -> {
          SystemTables.create(connection);
          Functions.create(connection);
          return null;
        });
  }

  /**
   * Runs {@code work} in a transaction that commits when it returns and rolls back if it throws.
   */
  <T> T write(Work<T> work) throws SQLException {
    writing.lock();
    try {
      Sql.execute(writer, "BEGIN TRANSACTION");
      return commit(work);
    } finally {
      writing.unlock();
    }
  }

  private <T> T commit(Work<T> work) throws SQLException {
    boolean committed = false;
    try {
      T result = work.run(writer);
      Sql.execute(writer, "COMMIT");
      committed = true;
      return result;
    } finally {
      if (!committed) {
        rollBack();
      }
    }
  }

  /** A failed COMMIT has already ended the transaction: there is then nothing to roll back. */
  private void rollBack() {
    try {
      Sql.execute(writer, "ROLLBACK");
    } catch (SQLException alreadyEnded) {
      // The exception that led here is the one to report.
    }
  }

  /** Runs {@code work} on a snapshot that refuses every change. */
  <T> T read(Work<T> work) throws SQLException {
    try (Connection reader = writer.duplicate()) {
      Sql.execute(reader, "BEGIN TRANSACTION READ ONLY");
      T result = work.run(reader.unwrap(DuckDBConnection.class));
      Sql.execute(reader, "COMMIT");
      return result;
    }
  }

  /** DuckDB's words without the JDBC wrapping and without the excerpt of the statement. */
  static String reason(SQLException exception) {
    String text = String.valueOf(exception.getMessage());
    int wrapped = text.indexOf("\nError: ");
    String unwrapped = wrapped < 0 ? text : text.substring(wrapped + "\nError: ".length());
    int excerpt = unwrapped.indexOf("\n\nLINE ");
    return (excerpt < 0 ? unwrapped : unwrapped.substring(0, excerpt)).strip();
  }

  @Override
  public void close() throws SQLException {
    writing.lock();
    try {
      writer.close();
    } finally {
      writing.unlock();
    }
  }
}
