package io.nowfeed.jobs.config;

import io.nowfeed.events.Action;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** What a value must be beyond its type. */
final class OptionRanges {
  /** A value is one array of bytes, and its base64 must still be one. */
  private static final long MAX_SIZE = 1L << 30;

  private static final List<ConfigOption<Integer>> COUNTS =
      List.of(
          JobOptions.MAX_WAITING,
          JobOptions.MAX_VERSIONS,
          JobOptions.TOP,
          JobOptions.ITEMS,
          JobOptions.SEEN);
  private static final List<ConfigOption<Duration>> POSITIVE =
      List.of(
          JobOptions.TRANSACTION_TIMEOUT,
          JobOptions.CHECKPOINT_INTERVAL,
          JobOptions.IDLENESS,
          JobOptions.DEDUPLICATION_HORIZON,
          JobOptions.MAX_WAIT,
          JobOptions.MAX_LOAD_WAIT,
          JobOptions.VERSION_RETENTION,
          JobOptions.DELETED_RETENTION,
          JobOptions.WINDOW,
          JobOptions.SLIDE,
          JobOptions.EXPIRES_AFTER,
          JobOptions.ACTIVE_FOR,
          JobOptions.PROFILE_RETENTION);

  private static final List<ConfigOption<MemorySize>> SIZES =
      List.of(JobOptions.MAX_VALUE_SIZE, JobOptions.DEAD_LETTER_MAX_VALUE_SIZE);

  private OptionRanges() {}

  static void check(JobConfig config, List<String> problems) {
    for (ConfigOption<Integer> option : COUNTS) {
      if (config.get(option) < 1) {
        problems.add("key '" + option.key() + "': must be at least 1, is " + config.get(option));
      }
    }
    for (ConfigOption<Duration> option : POSITIVE) {
      if (config.millis(option) < 1) {
        problems.add("key '" + option.key() + "': must be longer than 0");
      }
    }
    for (ConfigOption<MemorySize> option : SIZES) {
      long bytes = config.get(option).getBytes();
      if (bytes < 1 || bytes > MAX_SIZE) {
        problems.add("key '" + option.key() + "': must be from 1 byte to 1 gb");
      }
    }
    if (problems.isEmpty()
        && config.millis(JobOptions.WINDOW) % config.millis(JobOptions.SLIDE) != 0) {
      problems.add(
          "key 'popularity.window': must be a multiple of popularity.slide, so that a window is"
              + " made of whole slides");
    }
    config.get(JobOptions.WEIGHTS).forEach((action, weight) -> weight(action, weight, problems));
  }

  private static void weight(String action, String weight, List<String> problems) {
    if (Stream.of(Action.values()).noneMatch(known -> name(known).equals(action))) {
      problems.add(
          "key 'popularity.weights': unknown action '"
              + action
              + "'; known are "
              + Stream.of(Action.values())
                  .map(OptionRanges::name)
                  .collect(Collectors.joining(", ")));
    }
    try {
      if (!Double.isFinite(Double.parseDouble(weight))) {
        problems.add("key 'popularity.weights': the weight of '" + action + "' must be finite");
      }
    } catch (NumberFormatException e) {
      problems.add(
          "key 'popularity.weights': the weight of '" + action + "' is no number: " + weight);
    }
  }

  /** The weights by action. */
  static Map<Action, Double> weights(Map<String, String> given) {
    return given.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> Action.valueOf(entry.getKey().toUpperCase(Locale.ROOT)),
                entry -> Double.parseDouble(entry.getValue())));
  }

  private static String name(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
