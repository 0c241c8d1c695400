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

  /** The weight of a minute watched, beside those of actions. */
  private static final String WATCH_MINUTE = "watch_minute";

  /** A place takes some 300 bytes on each list, a record 4 MB. */
  private static final int MAX_TOP = 1_000;

  /** Beyond, a score would be infinite before a count is. */
  private static final double MAX_WEIGHT = 1e9;

  private static final List<ConfigOption<Integer>> COUNTS =
      List.of(
          JobOptions.MAX_WAITING,
          JobOptions.MAX_VERSIONS,
          JobOptions.TOP,
          JobOptions.CTR_PRIOR_CLICKS,
          JobOptions.CTR_PRIOR_IMPRESSIONS,
          JobOptions.COMBINED_PAIRS,
          ListOptions.ITEMS,
          ListOptions.MAX_PER_CATEGORY,
          ListOptions.FRESH_IMPRESSIONS,
          ListOptions.SEEN,
          ListOptions.HISTORY,
          ListOptions.TAUGHT,
          ListOptions.ASKED,
          ListOptions.ASKED_AGAIN,
          ListOptions.NEIGHBOURS,
          ListOptions.ANSWERED);
  private static final List<ConfigOption<Duration>> POSITIVE =
      List.of(
          JobOptions.TRANSACTION_TIMEOUT,
          JobOptions.CHECKPOINT_INTERVAL,
          ArchiveOptions.ROLL_INTERVAL,
          JobOptions.IDLENESS,
          JobOptions.DEDUPLICATION_HORIZON,
          JobOptions.MAX_WAIT,
          JobOptions.MAX_LOAD_WAIT,
          JobOptions.VERSION_RETENTION,
          JobOptions.DELETED_RETENTION,
          JobOptions.QUIET_AFTER,
          ListOptions.FRESH_FOR,
          ListOptions.EXPIRES_AFTER,
          ListOptions.ACTIVE_FOR,
          ListOptions.PROFILE_RETENTION,
          ListOptions.TASTE_HALF_LIFE,
          ListOptions.HALF_LIFE,
          ListOptions.ITEM_RETENTION);

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
    if (config.get(JobOptions.TOP) > MAX_TOP) {
      problems.add(
          "key 'popularity.top': must be at most "
              + MAX_TOP
              + ", so that a board fits into a Kafka record, is "
              + config.get(JobOptions.TOP));
    }
    PopularitySettings.check(config, problems);
    ListSettings.check(config, problems);
    ArchiveOptions.check(config, problems);
    SecretSettings.check(config, problems);
    config.get(JobOptions.WEIGHTS).forEach((action, weight) -> weight(action, weight, problems));
  }

  private static void weight(String action, String weight, List<String> problems) {
    if (!action.equals(WATCH_MINUTE)
        && Stream.of(Action.values()).noneMatch(known -> name(known).equals(action))) {
      problems.add(
          "key 'popularity.weights': unknown action '"
              + action
              + "'; known are "
              + Stream.of(Action.values()).map(OptionRanges::name).collect(Collectors.joining(", "))
              + ", "
              + WATCH_MINUTE);
    }
    try {
      // Not a comparison that NaN would pass.
      if (!(Math.abs(Double.parseDouble(weight)) <= MAX_WEIGHT)) {
        problems.add(
            "key 'popularity.weights': the weight of '" + action + "' must be from -1e9 to 1e9");
      }
    } catch (NumberFormatException e) {
      problems.add(
          "key 'popularity.weights': the weight of '" + action + "' is no number: " + weight);
    }
  }

  /** The weights by action. */
  static Map<Action, Double> weights(Map<String, String> given) {
    return given.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(WATCH_MINUTE))
        .collect(
            Collectors.toMap(
                entry -> Action.valueOf(entry.getKey().toUpperCase(Locale.ROOT)),
                entry -> Double.parseDouble(entry.getValue())));
  }

  /** The weight of a minute watched. */
  static double watchMinuteWeight(Map<String, String> given) {
    return Double.parseDouble(given.getOrDefault(WATCH_MINUTE, "0"));
  }

  private static String name(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
