package io.nowfeed.local.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a REST API that answers with JSON. */
final class RestApi {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String name;
  private final String url;

  /**
   * @param name what to call it in errors
   * @param url without a slash at its end
   */
  RestApi(String name, String url) {
    this.name = name;
    this.url = url;
  }

  /**
   * The answer.
   *
   * @throws IOException when there is none, or it is a refusal; the text says what was asked
   */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).build();
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException(name + " does not answer at " + url + path + ": " + e, e);
    }
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s answers %d at %s: is it the REST API of %s?"
              .formatted(name, response.statusCode(), url + path, name));
    }
    try {
      return MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s answers with something else than JSON at %s: is it the REST API of %s?"
              .formatted(name, url + path, name),
          e);
    }
  }
}
