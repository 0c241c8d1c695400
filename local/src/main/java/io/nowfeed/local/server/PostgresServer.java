package io.nowfeed.local.server;

import io.nowfeed.cdc.UsersTable;
import io.nowfeed.sinks.jdbc.ActiveUsersTable;
import io.nowfeed.sinks.jdbc.PopularityTable;
import io.nowfeed.sinks.jdbc.RelevanceTable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real Postgres with logical WAL, as a process of its own; its directory survives restarts. */
public final class PostgresServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final String USER = "postgres";
  private static final String PID_FILE = "postmaster.pid";
  private static final Duration STARTUP = Duration.ofSeconds(60);
  private static final long STOP_SECONDS = 10;

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts a server with the users table and the tables for dashboards.
   *
   * @param directory where the data is, created when absent
   * @param port for clients
   */
  public static PostgresServer start(Path directory, int port) throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            // Who stops it knows when; and after a kill it may have much to do again.
            .setRegisterShutdownHook(false)
            .setPGStartupWait(STARTUP)
            .setServerConfig("wal_level", "logical")
            .setServerConfig("shared_buffers", "32MB")
            .setServerConfig("max_connections", "30")
            // As a rule a minute: a reader of the log that hangs is noticed sooner here.
            .setServerConfig("wal_sender_timeout", "10s")
            .start();
    PostgresServer postgres = new PostgresServer(server);
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(UsersTable.ddl());
      statement.execute(PopularityTable.ddl());
      statement.execute(ActiveUsersTable.ddl());
      statement.execute(RelevanceTable.ddl());
    } catch (SQLException e) {
      postgres.close();
      throw new IOException("cannot create the tables in Postgres: " + e.getMessage(), e);
    }
    return postgres;
  }

  /** Where clients connect. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  /** Where clients connect. */
  public int port() {
    return server.getPort();
  }

  /** Who may do everything, without a password, from this machine. */
  public String user() {
    return USER;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), USER, null);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Lets go of a server whose process has died: its lock on the directory, above all. */
  public void abandon() {
    try {
      server.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Postgres is gone already", e);
    }
  }

  /**
   * Stops the server that a killed platform left on a directory; it would hold directory and port.
   *
   * @throws IOException when it does not stop
   */
  public static void stopLeftOver(Path directory) throws IOException {
    Optional<ProcessHandle> process = process(directory);
    if (process.isPresent()) {
      stop(process.get(), directory);
    } else {
      Files.deleteIfExists(directory.resolve(PID_FILE));
    }
  }

  /** The process that serves a directory, if one does. */
  public static Optional<ProcessHandle> process(Path directory) throws IOException {
    Path pidFile = directory.resolve(PID_FILE);
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile);
    return lines.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(Long.parseLong(lines.get(0).trim())).filter(PostgresServer::isPostgres);
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.endsWith("postgres")).orElse(false);
  }

  private static void stop(ProcessHandle process, Path directory) throws IOException {
    Signals.wake(process);
    Signals.interrupt(process); // at once, without waiting for whoever is connected
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping Postgres", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "Postgres process %d, left over in %s, does not stop; stop it and try again"
              .formatted(process.pid(), directory),
          e);
    }
  }
}
