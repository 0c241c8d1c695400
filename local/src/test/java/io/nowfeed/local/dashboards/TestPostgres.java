package io.nowfeed.local.dashboards;

import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Postgres with the tables of dashboards, and what is in them; one for all tests of a class. */
public final class TestPostgres implements BeforeAllCallback, AfterAllCallback {
  private Path folder;
  private PostgresServer server;
  private Connection connection;

  /** Makes a sink for a database. */
  @FunctionalInterface
  public interface SinkOf<T> {
    /** Of its URL, a user of it, and the user's password. */
    Sink<T> to(String url, String user, String password);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory("postgres-");
    server = PostgresServer.start(folder.resolve("postgres"), Ports.free().postgres());
    connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), null);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    connection.close();
    server.close();
    FileUtils.deleteDirectory(folder.toFile());
  }

  /** A job writes these, in this order, and ends. */
  public <T> void write(SinkOf<T> sink, Class<T> type, List<T> rows) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    env.fromData(rows, TypeInformation.of(type)).sinkTo(sink(sink));
    env.execute();
  }

  /** A sink for this database. */
  public <T> Sink<T> sink(SinkOf<T> sink) {
    return sink.to(server.jdbcUrl(), server.user(), "");
  }

  /** Runs a statement. */
  public void sql(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What a query gives, a line a row, with a space between columns; of 2.0 just the 2. */
  public List<String> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getObject(i)).replaceAll("\\.0$", ""));
        }
        rows.add(String.join(" ", row));
      }
      return rows;
    }
  }
}
