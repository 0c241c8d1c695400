package io.nowfeed.local.lineage;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/** Answers each path with what it was told, in order; the last answer again and again. */
final class FakeRest implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Queue<String>> answers = new ConcurrentHashMap<>();

  FakeRest() throws IOException {
    // Else each small answer waits 40 ms for the reader's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String answer = next(exchange.getRequestURI().toString());
          byte[] body = (answer == null ? "no such path" : answer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  FakeRest answer(String path, String... inOrder) {
    answers.put(path, new ArrayDeque<>(List.of(inOrder)));
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private synchronized String next(String path) {
    Queue<String> queue = answers.get(path);
    if (queue == null) {
      return null;
    }
    return queue.size() > 1 ? queue.remove() : queue.element();
  }

  @Override
  public void close() throws UncheckedIOException {
    server.stop(0);
  }
}
