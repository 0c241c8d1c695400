package io.nowfeed.local.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What is asked of Flink's REST API, as any tool would that looks after jobs. */
public final class FlinkRest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /**
   * @param base {@code http://host:port} of a JobManager
   */
  public FlinkRest(URI base) {
    this.base = base;
  }

  /** How many TaskManagers are registered. */
  public int taskManagers() throws IOException, InterruptedException {
    return get("/overview").path("taskmanagers").asInt();
  }

  /** How many checkpoints of a job are complete. */
  public int completedCheckpoints(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("completed").asInt();
  }

  /** How often a job went back to a checkpoint. */
  public int restores(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("restored").asInt();
  }

  /** A job's state in capitals, such as RUNNING. */
  public String state(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job).path("state").asText();
  }

  /** Whether all tasks of a job run, too. */
  public boolean runsWhole(String job) throws IOException, InterruptedException {
    JsonNode answer = get("/jobs/" + job);
    JsonNode tasks = answer.path("status-counts");
    int all = 0;
    for (JsonNode count : tasks) {
      all += count.asInt();
    }
    return answer.path("state").asText().equals("RUNNING")
        && all > 0
        && tasks.path("RUNNING").asInt() == all;
  }

  /** Asks a job to end. */
  public void cancel(String job) throws IOException, InterruptedException {
    send(request("/jobs/" + job).method("PATCH", BodyPublishers.noBody()));
  }

  /** Reads from a path. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  /** Posts JSON to a path. */
  public JsonNode post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** A request to a path. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
  }

  /**
   * Sends a request and reads the answer.
   *
   * @throws Refused with Flink's words
   */
  public JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new Refused(response.statusCode(), errors(response.body()));
    }
    return MAPPER.readTree(response.body());
  }

  private static String errors(String body) {
    try {
      StringBuilder text = new StringBuilder();
      MAPPER.readTree(body).path("errors").forEach(error -> text.append(error.asText()));
      return text.toString();
    } catch (IOException e) {
      return body;
    }
  }

  /** Flink answered with an error. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private Refused(int status, String errors) {
      super(status + ": " + errors);
    }
  }
}
