package io.nowfeed.local.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the tests ask of Flink's REST API, as any tool would that submits jobs. */
final class FlinkRest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BOUNDARY = "nowfeed-boundary";

  private final URI base;
  private final HttpClient http = HttpClient.newHttpClient();

  FlinkRest(URI base) {
    this.base = base;
  }

  /** Where it is. */
  String url() {
    return base.toString().replaceFirst("/$", "");
  }

  /** Uploads a jar and gives the id under which it can be run. */
  String upload(Path jar) throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        utf8(
            "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
                    .formatted(BOUNDARY, jar.getFileName())
                + "Content-Type: application/x-java-archive\r\n\r\n"));
    body.writeBytes(Files.readAllBytes(jar));
    body.writeBytes(utf8("\r\n--" + BOUNDARY + "--\r\n"));
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/jars/upload"))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    String file = send(request).path("filename").asText();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /**
   * Runs a job from an uploaded jar and gives its id.
   *
   * @throws Refused with Flink's words
   */
  String run(String jar, Class<?> main, int parallelism, List<String> args)
      throws IOException, InterruptedException {
    return run(jar, main, parallelism, args, null);
  }

  /**
   * The same from a savepoint.
   *
   * @param savepoint where it is, null to start from nothing
   */
  String run(String jar, Class<?> main, int parallelism, List<String> args, String savepoint)
      throws IOException, InterruptedException {
    ObjectNode body =
        MAPPER.createObjectNode().put("entryClass", main.getName()).put("parallelism", parallelism);
    body.set("programArgsList", MAPPER.valueToTree(args));
    if (savepoint != null) {
      body.put("savepointPath", savepoint);
    }
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/jars/" + jar + "/run"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return send(request).path("jobid").asText();
  }

  /** Asks a job to end with a savepoint, and gives what {@link #savepoint} wants to know. */
  String stop(String job, URI folder) throws IOException, InterruptedException {
    ObjectNode body =
        MAPPER.createObjectNode().put("targetDirectory", folder.toString()).put("drain", false);
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/jobs/" + job + "/stop"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return send(request).path("request-id").asText();
  }

  /** Where a job's savepoint is; null until it is written. */
  String savepoint(String job, String request) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/savepoints/" + request).at("/operation/location").asText(null);
  }

  /** Whether a TaskManager of this name is registered; not while the API is not up yet. */
  boolean knowsTaskManager(String name) throws IOException, InterruptedException {
    try {
      return StreamSupport.stream(get("/taskmanagers").path("taskmanagers").spliterator(), false)
          .anyMatch(worker -> worker.path("id").asText().equals(name));
    } catch (ConnectException | Refused e) {
      return false;
    }
  }

  /** How many checkpoints of a job are complete. */
  int completedCheckpoints(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("completed").asInt();
  }

  /** How often a job went back to a checkpoint. */
  int restores(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("restored").asInt();
  }

  /** A job's state in capitals, such as RUNNING. */
  String state(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job).path("state").asText();
  }

  /** Asks a job to end. */
  void cancel(String job) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(base.resolve("/jobs/" + job))
            .method("PATCH", BodyPublishers.noBody())
            .build());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve(path)).build());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
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

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Flink answered with an error. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private Refused(int status, String errors) {
      super(status + ": " + errors);
    }
  }
}
