package io.nowfeed.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Our own servers as parts, and ZooKeeper. */
public final class Server {
  private static final int CONNECT_MILLIS = 200;

  /** Sessions may be as short as two ticks, and a JobManager's death is noticed by their end. */
  private static final String ZOOKEEPER =
      """
      dataDir=%s
      clientPort=%d
      clientPortAddress=127.0.0.1
      tickTime=500
      admin.enableServer=false
      """;

  private final Path directory;
  private final Path logs;

  /**
   * @param directory where each has a folder of its own
   * @param logs where each has a file of its own
   */
  public Server(Path directory, Path logs) {
    this.directory = directory;
    this.logs = logs;
  }

  /** A broker, which is its own controller. */
  public Part kafka(int port, int controllerPort) {
    return part("kafka", 384, Map.of(), folder("kafka"), text(port), text(controllerPort));
  }

  /**
   * A Kafka Connect worker with the connector for users.
   *
   * @param environment what the connector looks up
   */
  public Part connect(String bootstrapServers, int port, Map<String, String> environment) {
    return part("connect", 384, environment, folder("connect"), bootstrapServers, text(port));
  }

  /** A local BigQuery. */
  public Part bigQuery(int grpcPort, int restPort) {
    return part("bigquery", 384, Map.of(), folder("bigquery"), text(grpcPort), text(restPort));
  }

  /**
   * A ZooKeeper without memory of earlier runs: what it knows of jobs is of their cluster, and that
   * one is new.
   */
  public Part zooKeeper(int port) throws IOException {
    Path data = directory.resolve("zookeeper");
    Folders.delete(data);
    Files.createDirectories(data);
    Path configuration =
        Files.writeString(data.resolve("zoo.cfg"), ZOOKEEPER.formatted(data, port));
    return part("zookeeper", 96, Map.of(), configuration.toString());
  }

  /** Whether a server has said that it serves, since it was started last. */
  public Readiness.Condition isReady(String name) {
    return () -> Files.exists(ready(name));
  }

  /** Whether somebody listens on a port of this machine. */
  public static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Part part(String name, int megabytes, Map<String, String> environment, String... args) {
    List<String> command =
        new JavaProgram(System.getProperty("java.class.path"), ServerMain.class.getName())
            .with(
                "-Xmx" + megabytes + "m",
                "-Dnowfeed.log.dir=" + logs,
                "-Dnowfeed.log.name=" + name,
                "-D" + ServerMain.READY + "=" + ready(name),
                "-Djava.util.logging.manager=org.apache.logging.log4j.jul.LogManager")
            .command(Stream.concat(Stream.of(name), Stream.of(args)).toList());
    return new Program(
        name, command, environment, logs.resolve(name + ".out"), List.of(ready(name)));
  }

  private Path ready(String name) {
    return directory.resolve("processes").resolve(name + ".ready");
  }

  private String folder(String name) {
    return directory.resolve(name).toString();
  }

  private static String text(int port) {
    return String.valueOf(port);
  }
}
