package io.nowfeed.jobs.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.HtmlFormatter;

/** How an option's value is written, in words and as a default. */
final class OptionTypes {
  /** The kinds of a value, with an example, for options whose type Flink keeps to itself. */
  private static final Map<String, String> WORDS =
      Map.of(
          "Duration", "a duration such as 5 s or 10 min",
          "MemorySize", "a size such as 64 kb or 2 mb",
          "Integer", "a whole number",
          "Double", "a number such as 0.1",
          "List", "a list such as a;b;c",
          "Map", "a list such as click:1,like:3",
          "String", "text");

  private OptionTypes() {}

  /** What the option's value must look like. */
  static String of(ConfigOption<?> option) {
    Object value = option.defaultValue();
    if (value instanceof Enum<?> constant) {
      return "one of "
          + Arrays.stream(constant.getDeclaringClass().getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    return WORDS.get(word(value));
  }

  private static String word(Object value) {
    if (value instanceof Duration) {
      return "Duration";
    }
    if (value instanceof MemorySize) {
      return "MemorySize";
    }
    if (value instanceof List) {
      return "List";
    }
    if (value instanceof Integer || value instanceof Double) {
      return value.getClass().getSimpleName();
    }
    return value instanceof Map ? "Map" : "String";
  }

  /** The option's default as one would write it, or a dash. */
  static String defaultOf(ConfigOption<?> option) {
    Object value = option.defaultValue();
    if (value == null) {
      return "–";
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ":" + entry.getValue())
          .sorted()
          .collect(Collectors.joining(","));
    }
    return ConfigurationUtils.convertValue(value, String.class);
  }

  /** The option's description as plain text. */
  static String description(ConfigOption<?> option) {
    return new HtmlFormatter().format(option.description());
  }
}
