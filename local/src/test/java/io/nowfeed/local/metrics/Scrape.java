package io.nowfeed.local.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Prometheus gets when it asks.
 *
 * @param samples one a line
 */
record Scrape(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** A series and its value. */
  record Sample(String name, Map<String, String> labels, double value) {
    private static Sample of(String line) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new AssertionError("no sample: " + line);
      }
      Map<String, String> labels = new HashMap<>();
      if (parts.group(2) != null) {
        LABEL.matcher(parts.group(2)).results().forEach(l -> labels.put(l.group(1), l.group(2)));
      }
      return new Sample(parts.group(1), labels, Double.parseDouble(parts.group(3)));
    }
  }

  /** Asks a reporter on this machine. */
  static Scrape of(HttpClient http, int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    return parse(http.send(request, BodyHandlers.ofString()).body());
  }

  static Scrape parse(String text) {
    return new Scrape(text.lines().filter(line -> !line.startsWith("#")).map(Sample::of).toList());
  }

  Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toSet());
  }

  List<Sample> named(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  /** Whether Prometheus would find anything for it. */
  boolean has(Selector selector) {
    return samples.stream()
        .anyMatch(
            sample -> sample.name().equals(selector.name()) && selector.takes(sample.labels()));
  }
}
