package io.nowfeed.local.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is shipped to watch the jobs with, and what the pages say of metrics. */
final class MonitoringFiles {
  static final Path ROOT =
      Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolveSibling("");

  /** A name in full. */
  private static final Pattern FULL_NAME = Pattern.compile("\\bflink_(?:task|job)manager_\\w+");

  /** Short names, where a page says that they are metrics' ones. */
  private static final Pattern SHORT_NAMES =
      Pattern.compile("(?i)\\bmetrics? ((?:`\\w+`(?:, | and |, and )?)+)");

  private static final Pattern CODE = Pattern.compile("`(\\w+)`");

  private MonitoringFiles() {}

  /** An expression, and where it is. */
  record Expression(String place, String text) {}

  /** An alert of the rules. */
  record Alert(String name, String expression, String runbook) {}

  static List<Alert> alerts() throws IOException {
    JsonNode rules =
        new ObjectMapper(new YAMLFactory())
            .readTree(ROOT.resolve("deploy/prometheus/alerts.yml").toFile());
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode group : rules.get("groups")) {
      for (JsonNode rule : group.get("rules")) {
        alerts.add(
            new Alert(
                rule.get("alert").asText(),
                rule.get("expr").asText(),
                rule.get("annotations").get("runbook").asText()));
      }
    }
    return alerts;
  }

  static List<JsonNode> dashboards() throws IOException {
    List<JsonNode> dashboards = new ArrayList<>();
    for (Path file : list("deploy/grafana/dashboards", ".json")) {
      dashboards.add(new ObjectMapper().readTree(file.toFile()));
    }
    return dashboards;
  }

  /** Those of alerts and dashboards. */
  static List<Expression> expressions() throws IOException {
    List<Expression> all = new ArrayList<>();
    for (Alert alert : alerts()) {
      all.add(new Expression("alert " + alert.name(), alert.expression()));
    }
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : dashboard.get("panels")) {
        for (JsonNode target : panel.path("targets")) {
          String place = dashboard.get("title").asText() + ", " + panel.get("title").asText();
          all.add(new Expression(place, target.get("expr").asText()));
        }
      }
    }
    return all;
  }

  static String page(String name) throws IOException {
    return Files.readString(ROOT.resolve("docs").resolve(name));
  }

  /** Metrics that pages name in full. */
  static Set<String> fullNames() throws IOException {
    return pages()
        .flatMap(page -> FULL_NAME.matcher(page).results())
        .map(m -> m.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Metrics that pages name for short: in a table of metrics, or after that word. */
  static Set<String> shortNames() throws IOException {
    Set<String> names = new TreeSet<>();
    pages()
        .flatMap(page -> SHORT_NAMES.matcher(page).results())
        .forEach(found -> addCodes(found.group(1), names));
    pages().forEach(page -> addFromTables(page, names));
    return names;
  }

  private static void addFromTables(String page, Set<String> names) {
    boolean ofMetrics = false;
    for (String line : page.split("\n", -1)) {
      if (!line.startsWith("|")) {
        ofMetrics = false;
      } else if (line.regionMatches(true, 0, "| metric |", 0, "| metric |".length())) {
        ofMetrics = true;
      } else if (ofMetrics) {
        addCodes(line.split("\\|", -1)[1], names);
      }
    }
  }

  private static void addCodes(String text, Set<String> names) {
    CODE.matcher(text).results().forEach(code -> names.add(code.group(1)));
  }

  private static Stream<String> pages() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : list("docs", ".md")) {
      texts.add(Files.readString(file));
    }
    return texts.stream();
  }

  private static List<Path> list(String folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  /** As GitHub makes anchors of headings. */
  static Set<String> anchors(String page) {
    return Arrays.stream(page.split("\n", -1))
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(java.util.Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
