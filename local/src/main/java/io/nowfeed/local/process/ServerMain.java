package io.nowfeed.local.process;

import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.cdc.UsersTable;
import io.nowfeed.local.server.ConnectWorker;
import io.nowfeed.local.server.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.zookeeper.server.ZooKeeperServerMain;

/**
 * The main class of servers that run in a process of their own. They stop when they are asked to by
 * SIGTERM.
 */
public final class ServerMain {
  /** The property with the file that is made once the server serves. */
  static final String READY = "nowfeed.ready";

  private static final String CONNECT_ENVIRONMENT = "POSTGRES_";

  private ServerMain() {}

  /**
   * Runs a server until the process is told to end.
   *
   * @param args {@code kafka DIR PORT CONTROLLER_PORT}, {@code connect DIR BOOTSTRAP PORT}, {@code
   *     bigquery DIR GRPC_PORT REST_PORT} or {@code zookeeper CONFIG_FILE}
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "kafka" -> kafka(Path.of(args[1]), port(args[2]), port(args[3]));
      case "connect" -> connect(Path.of(args[1]), args[2], port(args[3]));
      case "bigquery" -> bigQuery(Path.of(args[1]), port(args[2]), port(args[3]));
      case "zookeeper" -> zooKeeper(args[1]);
      default -> throw new IllegalArgumentException("no server is called " + args[0]);
    }
  }

  private static int port(String text) {
    return Integer.parseInt(text);
  }

  private static void kafka(Path directory, int port, int controllerPort) throws Exception {
    closeAtEnd(KafkaBroker.start(directory, port, controllerPort));
  }

  private static void bigQuery(Path directory, int grpcPort, int restPort) throws Exception {
    closeAtEnd(LocalBigQuery.start(directory, grpcPort, restPort));
  }

  /** A standalone worker forgets its connectors, so it brings ours. */
  private static void connect(Path directory, String bootstrapServers, int port) throws Exception {
    Files.createDirectories(directory);
    Map<String, String> environment =
        System.getenv().entrySet().stream()
            .filter(variable -> variable.getKey().startsWith(CONNECT_ENVIRONMENT))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    ConnectWorker worker =
        ConnectWorker.start(bootstrapServers, directory.resolve("offsets"), port, environment);
    worker.rest().put(UsersTable.CONNECTOR, UsersTable.connector());
    closeAtEnd(worker);
  }

  /**
   * ZooKeeper removes a container that is empty when it looks, once a minute. When that is the one
   * in which JobManagers stand for election, and the only one has just lost its session, it never
   * stands again: Flink 2.2's Curator takes a missing container for no news (CURATOR-724).
   */
  private static void zooKeeper(String configuration) {
    System.setProperty("znode.container.checkIntervalMs", String.valueOf(Integer.MAX_VALUE));
    ZooKeeperServerMain.main(new String[] {configuration});
  }

  private static void closeAtEnd(AutoCloseable server) throws Exception {
    Files.createFile(Path.of(System.getProperty(READY)));
    CountDownLatch closed = new CountDownLatch(1);
    Thread close =
        new Thread(
            () -> {
              try {
                server.close();
              } catch (Exception e) {
                throw new IllegalStateException("the server does not stop cleanly", e);
              } finally {
                closed.countDown();
              }
            },
            "close");
    Runtime.getRuntime().addShutdownHook(close);
    closed.await();
  }
}
