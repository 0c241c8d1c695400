package io.nowfeed.local.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A selector of series in an expression of Prometheus' query language.
 *
 * @param name of the metric
 * @param matchers of its labels
 * @param labels that the expression groups by
 */
record Selector(String name, List<Matcher> matchers, Set<String> labels) {
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{([^}]*)})?(?!\\s*\\(|[a-zA-Z0-9_:])");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  /** What the value of a label has to be. */
  record Matcher(String label, String operator, String value) {
    private boolean takes(Map<String, String> labels) {
      String actual = labels.getOrDefault(label, "");
      Predicate<String> equal =
          operator.endsWith("~") ? text -> text.matches(value) : text -> text.equals(value);
      return operator.startsWith("!") ? !equal.test(actual) : equal.test(actual);
    }
  }

  /** All selectors of an expression. */
  static List<Selector> of(String expression) {
    Set<String> labels = new TreeSet<>();
    GROUPING
        .matcher(expression)
        .results()
        .flatMap(group -> Stream.of(group.group(1).split(",", -1)))
        .map(String::trim)
        .forEach(labels::add);
    String rest = GROUPING.matcher(expression).replaceAll(" ").replaceAll("\\[[^]]*]", " ");
    return SELECTOR
        .matcher(rest)
        .results()
        .filter(found -> !OPERATORS.contains(found.group(1)))
        .map(found -> new Selector(found.group(1), matchers(found), labels))
        .toList();
  }

  private static List<Matcher> matchers(MatchResult selector) {
    String text = selector.group(2) == null ? "" : selector.group(2);
    return MATCHER
        .matcher(text)
        .results()
        .map(found -> new Matcher(found.group(1), found.group(2), found.group(3)))
        .toList();
  }

  /** Whether a series with these labels is selected, and can be grouped as the expression does. */
  boolean takes(Map<String, String> series) {
    return matchers.stream().allMatch(matcher -> matcher.takes(series))
        && series.keySet().containsAll(labels);
  }
}
