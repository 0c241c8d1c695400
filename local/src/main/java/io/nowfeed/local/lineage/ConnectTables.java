package io.nowfeed.local.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import io.nowfeed.jobs.lineage.JobLineage.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tables Debezium captures into which topics, as Kafka Connect's REST API tells. */
final class ConnectTables {
  private static final String POSTGRES = "io.debezium.connector.postgresql.PostgresConnector";

  private final RestApi connect;
  private final Dataset database;

  /**
   * @param database where the database is that connectors look up by a config provider; its name is
   *     that of the database. Null when nobody knows
   */
  ConnectTables(RestApi connect, Dataset database) {
    this.connect = connect;
    this.database = database;
  }

  /** The connectors of Postgres that run now. */
  List<Connector> running() throws IOException, InterruptedException {
    List<Connector> running = new ArrayList<>();
    JsonNode all = connect.get("/connectors?expand=info&expand=status");
    for (Map.Entry<String, JsonNode> connector : all.properties()) {
      JsonNode config = connector.getValue().path("info").path("config");
      String state =
          connector.getValue().path("status").path("tasks").path(0).path("state").asText();
      if (state.equals("RUNNING") && config.path("connector.class").asText().equals(POSTGRES)) {
        running.add(new Connector(connector.getKey(), topics(config)));
      }
    }
    return running;
  }

  private Map<Dataset, String> topics(JsonNode config) {
    Map<Dataset, String> topics = new LinkedHashMap<>();
    for (String table : config.path("table.include.list").asText().split(",", -1)) {
      if (!table.isBlank()) {
        topics.put(
            table(config, table.strip()),
            config.path("topic.prefix").asText() + "." + table.strip());
      }
    }
    return topics;
  }

  private Dataset table(JsonNode config, String table) {
    String host = config.path("database.hostname").asText();
    String name = config.path("database.dbname").asText();
    if (!host.contains("${") && !name.contains("${")) {
      String port = config.path("database.port").asText("5432");
      return new Dataset("postgres://" + host + ":" + port, name + "." + table);
    }
    // The worker knows and does not tell.
    return database == null
        ? new Dataset("postgres", table)
        : new Dataset(database.namespace(), database.name() + "." + table);
  }
}
