package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP in, JSON out: reads bodies, hands them to the routes, words the errors as BigQuery does. */
final class RestServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService executor;
  private final RestRoutes routes;
  private final Faults faults;

  private RestServer(
      HttpServer server, ExecutorService executor, RestRoutes routes, Faults faults) {
    this.server = server;
    this.executor = executor;
    this.routes = routes;
    this.faults = faults;
  }

  static RestServer start(int port, RestRoutes routes, Faults faults) throws IOException {
    HttpServer http = bind(Loopback.address(port));
    ExecutorService executor = Executors.newFixedThreadPool(THREADS, RestServer::thread);
    RestServer server = new RestServer(http, executor, routes, faults);
    http.setExecutor(executor);
    http.createContext("/", server::serve);
    http.start();
    return server;
  }

  private static HttpServer bind(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "The REST port "
              + address.getPort()
              + " of the local BigQuery cannot be used: "
              + e.getMessage(),
          e);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "bigquery-local-rest");
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode answer;
      int code = 200;
      try {
        answer = answer(exchange);
      } catch (RestRefusal refusal) {
        code = refusal.code();
        answer = error(refusal);
      }
      send(exchange, code, answer);
    }
  }

  private JsonNode answer(HttpExchange exchange) throws IOException {
    ObjectNode body = body(exchange);
    if (faults.isUnavailable()) {
      throw new RestRefusal(503, "backendError", "Injected: unavailable");
    }
    URI uri = exchange.getRequestURI();
    try {
      return routes.answer(method(exchange), uri.getPath(), query(uri), body);
    } catch (SQLException e) {
      LOG.error("A REST call failed: {}", uri, e);
      throw RestRefusal.invalid("Local BigQuery: " + Database.reason(e));
    } catch (RestRefusal refusal) {
      throw refusal;
    } catch (RuntimeException e) {
      LOG.error("A REST call failed: {}", uri, e);
      throw RestRefusal.invalid("Local BigQuery: " + e);
    }
  }

  /** Java's URL connection knows no PATCH, so the official client sends POST and says so. */
  private static String method(HttpExchange exchange) {
    String override = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
    return override == null ? exchange.getRequestMethod() : override;
  }

  /** The official client zips its bodies. */
  private static ObjectNode body(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    if (sent.length == 0) {
      return Json.object();
    }
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream plain = zipped ? unzip(sent) : new ByteArrayInputStream(sent)) {
      JsonNode body = Json.MAPPER.readTree(plain);
      if (body instanceof ObjectNode object) {
        return object;
      }
      throw RestRefusal.invalid("The request body must be a JSON object");
    } catch (JsonProcessingException e) {
      throw RestRefusal.invalid("Invalid JSON: " + e.getOriginalMessage());
    }
  }

  private static InputStream unzip(byte[] sent) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(sent));
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> parameters = new HashMap<>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static ObjectNode error(RestRefusal refusal) {
    ObjectNode answer = Json.object();
    ObjectNode error = answer.putObject("error");
    error.put("code", refusal.code()).put("message", refusal.getMessage());
    error
        .putArray("errors")
        .addObject()
        .put("domain", "global")
        .put("reason", refusal.reason())
        .put("message", refusal.getMessage());
    return answer;
  }

  private static void send(HttpExchange exchange, int code, JsonNode answer) throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
