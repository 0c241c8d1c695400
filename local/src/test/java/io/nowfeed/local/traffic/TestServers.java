package io.nowfeed.local.traffic;

import io.nowfeed.cdc.UsersTable;
import io.nowfeed.local.server.ConnectWorker;
import io.nowfeed.local.server.KafkaBroker;
import io.nowfeed.local.server.PostgresServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** A real broker and a real Postgres, with Debezium between them where it is asked for. */
public final class TestServers implements AutoCloseable {
  private final Path folder;
  private final KafkaBroker kafka;
  private final PostgresServer postgres;
  private ConnectWorker connect;

  private TestServers(Path folder, KafkaBroker kafka, PostgresServer postgres) {
    this.folder = folder;
    this.kafka = kafka;
    this.postgres = postgres;
  }

  /** Starts both on free ports. */
  public static TestServers start(Path folder) throws IOException {
    KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"), freePort(), freePort());
    return new TestServers(
        folder, kafka, PostgresServer.start(folder.resolve("postgres"), freePort()));
  }

  /** Captures the users table from now on. */
  public TestServers withCapture() throws IOException, InterruptedException {
    connect =
        ConnectWorker.start(
            kafka.bootstrapServers(),
            captureOffsets(),
            freePort(),
            Map.of(
                "POSTGRES_HOST", "127.0.0.1",
                "POSTGRES_PORT", Integer.toString(postgres.port()),
                "POSTGRES_USER", postgres.user(),
                "POSTGRES_PASSWORD", "",
                "POSTGRES_DB", "postgres"));
    connect.rest().put(UsersTable.CONNECTOR, UsersTable.connector());
    return this;
  }

  /** Stops capturing, as a worker does that is shut down: it saves how far it is. */
  public void stopCapture() {
    connect.close();
    connect = null;
  }

  /** Kafka Connect's REST API while it captures. */
  public String connectUrl() {
    return connect.url();
  }

  /** Where the capture keeps how far it is. */
  public Path captureOffsets() {
    return folder.resolve("connect.offsets");
  }

  /** Where traffic goes. */
  public Target target() {
    return new Target(kafka.bootstrapServers(), postgres.jdbcUrl(), postgres.user(), "");
  }

  @Override
  public void close() throws IOException {
    if (connect != null) {
      connect.close();
    }
    kafka.close();
    postgres.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
