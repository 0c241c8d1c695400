package io.nowfeed.local.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.Connect;

/** A Kafka Connect worker in this process, with its REST API. */
public final class ConnectWorker implements AutoCloseable {
  private final Connect<?> connect;
  private final String url;

  private ConnectWorker(Connect<?> connect, String url) {
    this.connect = connect;
    this.url = url;
  }

  /**
   * Starts a worker.
   *
   * @param bootstrapServers of the Kafka cluster
   * @param offsets the file that keeps how far connectors are
   * @param port of the REST API
   * @param environment what connectors look up as {@code ${env:NAME}}
   */
  public static ConnectWorker start(
      String bootstrapServers, Path offsets, int port, Map<String, String> environment) {
    String url = "http://127.0.0.1:" + port;
    Map<String, String> worker = new HashMap<>();
    worker.put("bootstrap.servers", bootstrapServers);
    worker.put("listeners", url);
    worker.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    worker.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    worker.put("offset.storage.file.filename", offsets.toString());
    worker.put("offset.flush.interval.ms", "1000");
    worker.put("producer.linger.ms", "0");
    // Plugins are on the class path and say so themselves: no scan of every jar.
    worker.put("plugin.discovery", "service_load");
    worker.put("config.providers", "env");
    worker.put("config.providers.env.class", LocalEnvironment.class.getName());
    environment.forEach((name, value) -> worker.put("config.providers.env.param." + name, value));
    return new ConnectWorker(new ConnectStandalone().startConnect(worker), url);
  }

  /** Where the REST API is. */
  public String url() {
    return url;
  }

  /** Its REST API. */
  public ConnectRest rest() {
    return new ConnectRest(url);
  }

  @Override
  public void close() {
    connect.stop();
    connect.awaitStop();
  }
}
