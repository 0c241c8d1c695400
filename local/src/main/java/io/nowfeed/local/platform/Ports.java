package io.nowfeed.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the servers listen, on 127.0.0.1.
 *
 * @param kafka for Kafka clients
 * @param kafkaController for the broker's own controller
 * @param postgres for Postgres clients
 * @param connect Kafka Connect's REST API
 * @param flink Flink's web UI and REST API
 * @param bigQueryRest BigQuery's REST API
 * @param bigQueryGrpc BigQuery's Storage Write API
 * @param zooKeeper for Flink's high availability, with processes of their own
 */
public record Ports(
    int kafka,
    int kafkaController,
    int postgres,
    int connect,
    int flink,
    int bigQueryRest,
    int bigQueryGrpc,
    int zooKeeper) {
  /** The first of the default ports. */
  public static final int DEFAULT_BASE = 19000;

  /** The lowest base: ports below belong to the system. */
  public static final int FIRST_BASE = 1024;

  private static final int COUNT = 8;

  /** The highest base that leaves room for all. */
  public static final int LAST_BASE = 65_536 - COUNT;

  /** Consecutive ports from {@code base}. */
  public static Ports from(int base) {
    return new Ports(base, base + 1, base + 2, base + 3, base + 4, base + 5, base + 6, base + 7);
  }

  /** Any ports that are free now. */
  public static Ports free() {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < COUNT; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      int[] ports = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
      return new Ports(
          ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], ports[6], ports[7]);
    } catch (IOException e) {
      throw new UncheckedIOException("this machine has no free ports", e);
    } finally {
      sockets.forEach(Ports::closeQuietly);
    }
  }

  /**
   * Checks that nobody else listens.
   *
   * @throws UsageException naming every port that is taken
   */
  public void requireFree() {
    List<String> taken = new ArrayList<>();
    named()
        .forEach(
            (server, port) -> {
              if (!isFree(port)) {
                taken.add(port + " (" + server + ")");
              }
            });
    if (!taken.isEmpty()) {
      throw new UsageException(
          (taken.size() == 1 ? "port " : "ports ")
              + String.join(", ", taken)
              + (taken.size() == 1 ? " is taken" : " are taken")
              + ": stop what listens there (another ./nowfeed up?), or choose other ports with"
              + " --port-base");
    }
  }

  private Map<String, Integer> named() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("Kafka", kafka);
    ports.put("Kafka's controller", kafkaController);
    ports.put("Postgres", postgres);
    ports.put("Kafka Connect", connect);
    ports.put("Flink", flink);
    ports.put("BigQuery REST", bigQueryRest);
    ports.put("BigQuery gRPC", bigQueryGrpc);
    ports.put("ZooKeeper", zooKeeper);
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // Connections of a platform that just stopped may linger; a listener may not.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void closeQuietly(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
