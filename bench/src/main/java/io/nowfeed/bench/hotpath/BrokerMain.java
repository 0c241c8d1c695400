package io.nowfeed.bench.hotpath;

import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.KafkaBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/** A Kafka broker that lives until its standard input ends; its first line says where it is. */
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] args) throws IOException {
    Ports ports = Ports.free();
    // Heartbeats are late while contenders take all cores; there is nobody to take over.
    Map<String, String> settings = Map.of("broker.session.timeout.ms", "60000");
    try (KafkaBroker broker =
        KafkaBroker.start(Path.of(args[0]), ports.kafka(), ports.kafkaController(), settings)) {
      System.out.println(broker.bootstrapServers());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
