package io.nowfeed.jobs.config;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** Checks the options of recommendation lists beyond their types. */
final class ListSettings {
  /** A list is a record, and each place takes some 200 bytes of it. */
  private static final int MAX_ITEMS = 1_000;

  private ListSettings() {}

  static void check(JobConfig config, List<String> problems) {
    double share = config.get(ListOptions.EXPLORE_SHARE);
    if (!(share >= 0 && share <= 1)) {
      problems.add(wrong(ListOptions.EXPLORE_SHARE, "must be from 0 to 1, is " + share));
    }
    if (config.get(ListOptions.ITEMS) > MAX_ITEMS) {
      problems.add(
          wrong(
              ListOptions.ITEMS,
              "must be at most " + MAX_ITEMS + ", is " + config.get(ListOptions.ITEMS)));
    }
    notMore(ListOptions.TAUGHT, ListOptions.HISTORY, config, problems);
    notMore(ListOptions.ASKED, ListOptions.HISTORY, config, problems);
    notMore(ListOptions.ASKED_AGAIN, ListOptions.HISTORY, config, problems);
    notMore(ListOptions.ANSWERED, ListOptions.NEIGHBOURS, config, problems);
    if (config.millis(ListOptions.RESEND_BEFORE) > config.millis(ListOptions.EXPIRES_AFTER)) {
      problems.add(
          wrong(
              ListOptions.RESEND_BEFORE,
              "must not be longer than '" + ListOptions.EXPIRES_AFTER.key() + "'"));
    }
    checkArms(config, problems);
  }

  private static void checkArms(JobConfig config, List<String> problems) {
    if (config.get(ListOptions.ARMS).isEmpty()) {
      problems.add(wrong(ListOptions.ARMS, "there must be one at least"));
    }
    config.get(ListOptions.ARMS).forEach((arm, share) -> checkShare(arm, share, problems));
    boolean given = !config.get(ListOptions.ARM_RUNGS).equals(ListOptions.ARM_RUNGS.defaultValue());
    config
        .get(ListOptions.ARM_RUNGS)
        .forEach(
            (arm, rungs) -> {
              if (given && !config.get(ListOptions.ARMS).containsKey(arm)) {
                problems.add(
                    wrong(
                        ListOptions.ARM_RUNGS,
                        "'" + arm + "' is no arm of '" + ListOptions.ARMS.key() + "'"));
              }
              try {
                Experiment.rungs(rungs);
              } catch (IllegalArgumentException e) {
                problems.add(wrong(ListOptions.ARM_RUNGS, "of '" + arm + "': " + e.getMessage()));
              }
            });
  }

  private static void checkShare(String arm, String share, List<String> problems) {
    try {
      double value = Double.parseDouble(share);
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        problems.add(wrong(ListOptions.ARMS, "the share of '" + arm + "' must be above 0"));
      }
    } catch (NumberFormatException e) {
      problems.add(wrong(ListOptions.ARMS, "the share of '" + arm + "' is no number: " + share));
    }
  }

  private static void notMore(
      ConfigOption<Integer> option,
      ConfigOption<Integer> bound,
      JobConfig config,
      List<String> problems) {
    if (config.get(option) > config.get(bound)) {
      problems.add(
          wrong(
              option,
              "must not be more than '"
                  + bound.key()
                  + "', "
                  + config.get(bound)
                  + ", is "
                  + config.get(option)));
    }
  }

  private static String wrong(ConfigOption<?> option, String why) {
    return "key '" + option.key() + "': " + why;
  }
}
