package io.nowfeed.local.cli;

import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Times as people write them: 60s, 5m, 1h. */
final class Durations {
  private Durations() {}

  /**
   * Reads the value of an option.
   *
   * @throws ParameterException when it is no time, or below zero
   */
  static Duration parse(CommandSpec spec, String option, String text) {
    try {
      Duration time = TimeUtils.parseDuration(text);
      if (!time.isNegative()) {
        return time;
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), option + " " + text + " is no time: write 60s, 5m or 1h", e);
    }
    throw new ParameterException(spec.commandLine(), option + " " + text + " is below 0");
  }
}
