package io.nowfeed.local.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nowfeed.local.process.FlinkRest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Flink's REST API as those use it who submit jobs by it. */
final class JarRest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BOUNDARY = "nowfeed-boundary";

  private final FlinkRest flink;

  JarRest(FlinkRest flink) {
    this.flink = flink;
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
    String file =
        flink
            .send(
                flink
                    .request("/jars/upload")
                    .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                    .POST(BodyPublishers.ofByteArray(body.toByteArray())))
            .path("filename")
            .asText();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /**
   * Runs a job from an uploaded jar and gives its id.
   *
   * @param savepoint where it goes on from, null to start from nothing
   * @throws FlinkRest.Refused with Flink's words
   */
  String run(String jar, Class<?> main, int parallelism, List<String> args, String savepoint)
      throws IOException, InterruptedException {
    ObjectNode body =
        MAPPER.createObjectNode().put("entryClass", main.getName()).put("parallelism", parallelism);
    body.set("programArgsList", MAPPER.valueToTree(args));
    if (savepoint != null) {
      body.put("savepointPath", savepoint);
    }
    return flink.post("/jars/" + jar + "/run", body.toString()).path("jobid").asText();
  }

  /** Asks a job to end with a savepoint, and gives what {@link #savepoint} wants to know. */
  String stop(String job, URI folder) throws IOException, InterruptedException {
    ObjectNode body =
        MAPPER.createObjectNode().put("targetDirectory", folder.toString()).put("drain", false);
    return flink.post("/jobs/" + job + "/stop", body.toString()).path("request-id").asText();
  }

  /** Where a job's savepoint is; null until it is written. */
  String savepoint(String job, String request) throws IOException, InterruptedException {
    return flink
        .get("/jobs/" + job + "/savepoints/" + request)
        .at("/operation/location")
        .asText(null);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
