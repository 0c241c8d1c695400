package io.nowfeed.bench.hotpath;

import io.nowfeed.local.server.KafkaBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** A Kafka broker that lives until its standard input ends; its first line says where it is. */
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] args) throws IOException {
    try (ServerSocket one = free();
        ServerSocket other = free()) {
      int port = one.getLocalPort();
      int controllerPort = other.getLocalPort();
      one.close();
      other.close();
      serve(Path.of(args[0]), port, controllerPort);
    }
  }

  private static void serve(Path directory, int port, int controllerPort) throws IOException {
    // Heartbeats are late while contenders take all cores; there is nobody to take over.
    Map<String, String> settings = Map.of("broker.session.timeout.ms", "60000");
    try (KafkaBroker broker = KafkaBroker.start(directory, port, controllerPort, settings)) {
      System.out.println(broker.bootstrapServers());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static ServerSocket free() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
