package io.nowfeed.local.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nowfeed.cdc.UsersTable;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.LocalEnvironment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;

/** A distributed Connect worker as docs/security.md sets it up, with the shipped connector. */
final class SecuredConnect implements AutoCloseable {
  private static final String PRINCIPAL = "connect";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Connect<?> connect;
  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  private SecuredConnect(Connect<?> connect, String url) {
    this.connect = connect;
    this.url = url;
  }

  static SecuredConnect start(Path folder, SecuredKafka kafka, SecuredPostgres postgres)
      throws Exception {
    String url = "http://127.0.0.1:" + Ports.free().connect();
    Map<String, String> worker = new HashMap<>();
    worker.put("bootstrap.servers", kafka.bootstrapServers());
    worker.put("listeners", url);
    worker.put("group.id", "nowfeed-connect");
    worker.put("config.storage.topic", "nowfeed-connect-configs");
    worker.put("offset.storage.topic", "nowfeed-connect-offsets");
    worker.put("status.storage.topic", "nowfeed-connect-status");
    worker.put("offset.flush.interval.ms", "500");
    worker.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    worker.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    worker.put("plugin.discovery", "service_load");
    worker.put("config.providers", "env,file");
    worker.put("config.providers.env.class", LocalEnvironment.class.getName());
    environment(postgres)
        .forEach((name, value) -> worker.put("config.providers.env.param." + name, value));
    worker.put("config.providers.file.class", FileConfigProvider.class.getName());
    Map<String, String> client = client(folder, kafka);
    for (String user : List.of("", "producer.", "consumer.", "admin.")) {
      client.forEach((key, value) -> worker.put(user + key, value));
    }
    return new SecuredConnect(new ConnectDistributed().startConnect(worker), url);
  }

  private static Map<String, String> environment(SecuredPostgres postgres) {
    return Map.of(
        "POSTGRES_HOST",
        "127.0.0.1",
        "POSTGRES_PORT",
        Integer.toString(postgres.port()),
        "POSTGRES_USER",
        SecuredPostgres.CAPTURE,
        "POSTGRES_PASSWORD",
        SecuredPostgres.text(SecuredPostgres.CAPTURE),
        "POSTGRES_DB",
        "postgres");
  }

  /** Connect has Kafka's own provider of files, which knows properties only. */
  private static Map<String, String> client(Path folder, SecuredKafka kafka) throws Exception {
    Path secrets =
        Files.writeString(
            folder.resolve("connect.secrets"), "kafka=" + SecuredKafka.text(PRINCIPAL) + "\n");
    Map<String, String> client = new HashMap<>(kafka.client(PRINCIPAL));
    client.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\""
                .formatted(PRINCIPAL)
            + " password=\"${file:%s:kafka}\";".formatted(secrets));
    return client;
  }

  /** Captures the users table by TLS, with a publication that is there. */
  void capture(Certificate certificate) throws Exception {
    ObjectNode connector = (ObjectNode) MAPPER.readTree(UsersTable.connector());
    connector.put("database.sslmode", "verify-full");
    connector.put("database.sslrootcert", certificate.certificate().toString());
    connector.put("publication.autocreate.mode", "disabled");
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(url + "/connectors/" + UsersTable.CONNECTOR + "/config"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(connector.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.body());
    }
  }

  /** How the connector is, as Connect tells everybody who asks. */
  String told() throws Exception {
    String connector = url + "/connectors/" + UsersTable.CONNECTOR;
    return get(connector) + get(connector + "/status") + get(connector + "/tasks");
  }

  private String get(String address) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    connect.stop();
    connect.awaitStop();
  }
}
