package io.nowfeed.local.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Kafka Connect's REST API, as any tool uses it. */
public final class ConnectRest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param url {@code http://host:port}
   */
  public ConnectRest(String url) {
    this.url = url;
  }

  /**
   * Registers a connector as one does anywhere: with a PUT of its configuration.
   *
   * @throws IOException with Connect's own words when it refuses
   */
  public void put(String connector, String configuration) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(
            request("/connectors/" + connector + "/config")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(configuration)));
    if (response.statusCode() >= 300) {
      throw new IOException("Kafka Connect refuses " + connector + ": " + response.body());
    }
  }

  /**
   * Whether a connector's one task runs.
   *
   * @throws IOException with the first line of its trace when it failed
   */
  public boolean isRunning(String connector) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request("/connectors/" + connector + "/status"));
    JsonNode task = MAPPER.readTree(response.body()).path("tasks").path(0);
    if (task.path("state").asText().equals("FAILED")) {
      String trace = task.path("trace").asText();
      throw new IOException(connector + " failed: " + trace.lines().findFirst().orElse(""));
    }
    return task.path("state").asText().equals("RUNNING");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
