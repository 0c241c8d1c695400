package io.nowfeed.local.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads what operators of a job counted. Flink collects metrics for its REST API when somebody
 * asks, at most every ten seconds, and answers meanwhile with what it collected before: so the
 * first question is asked twice, and again until every operator is known.
 */
final class CountReader {
  private static final String TAKEN = "numRecordsIn";
  private static final String REFUSED = "numRecordsSendErrors";
  private static final int ATTEMPTS = 15;

  /** Of an operator's name; Flink cuts the rest off. */
  private static final int LONGEST_NAME = 80;

  private final RestApi flink;
  private final String job;
  private final Duration pause;

  /**
   * @param pause between two questions
   */
  CountReader(RestApi flink, String job, Duration pause) {
    this.flink = flink;
    this.job = job;
    this.pause = pause;
  }

  /** The counts of these operators; those that cannot be had are left out. */
  OperatorCounts read(List<String> operators) throws IOException, InterruptedException {
    if (operators.isEmpty()) {
      return new OperatorCounts(Map.of(), Map.of());
    }
    Map<String, Long> metrics = metrics();
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      metrics = metrics();
      if (metrics.keySet().containsAll(operators.stream().map(CountReader::taken).toList())) {
        break;
      }
    }
    return counts(operators, metrics);
  }

  private static OperatorCounts counts(List<String> operators, Map<String, Long> metrics) {
    Map<String, Long> taken = new HashMap<>();
    Map<String, Long> refused = new HashMap<>();
    for (String operator : operators) {
      metrics.computeIfPresent(taken(operator), (metric, count) -> put(taken, operator, count));
      metrics.computeIfPresent(
          metric(operator, REFUSED), (metric, count) -> put(refused, operator, count));
    }
    return new OperatorCounts(taken, refused);
  }

  private static Long put(Map<String, Long> counts, String operator, Long count) {
    counts.put(operator, count);
    return count;
  }

  /** Sums over subtasks, of all counters of that kind. */
  private Map<String, Long> metrics() throws IOException, InterruptedException {
    Map<String, Long> sums = new HashMap<>();
    for (JsonNode vertex : flink.get("/jobs/" + job).path("vertices")) {
      String path =
          "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
      List<String> names = wanted(flink.get(path));
      if (names.isEmpty()) {
        continue;
      }
      String get = URLEncoder.encode(String.join(",", names), StandardCharsets.UTF_8);
      for (JsonNode metric : flink.get(path + "?agg=sum&get=" + get)) {
        sums.put(metric.path("id").asText(), (long) metric.path("sum").asDouble());
      }
    }
    return sums;
  }

  private static List<String> wanted(JsonNode available) {
    List<String> names = new ArrayList<>();
    for (JsonNode metric : available) {
      String name = metric.path("id").asText();
      if (name.endsWith("." + TAKEN) || name.endsWith("." + REFUSED)) {
        names.add(name);
      }
    }
    return names;
  }

  private static String taken(String operator) {
    return metric(operator, TAKEN);
  }

  /** Flink's REST API replaces what would have a meaning in a metric's name. */
  static String metric(String operator, String metric) {
    String cut = operator.length() > LONGEST_NAME ? operator.substring(0, LONGEST_NAME) : operator;
    return cut.replaceAll("[ .:,]", "_") + "." + metric;
  }
}
