package io.nowfeed.jobs.config;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;

/** A job was started with settings it cannot run with. The message is for the one who did it. */
public final class InvalidConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private InvalidConfigException(String message) {
    super(message);
  }

  static InvalidConfigException of(List<String> problems) {
    String allowed =
        JobOptions.all().stream().map(ConfigOption::key).collect(Collectors.joining("\n  "));
    return new InvalidConfigException(
        "The configuration cannot be used:\n  - "
            + String.join("\n  - ", problems)
            + "\nAllowed keys (docs/configuration.md explains each):\n  "
            + allowed
            + "\n  kafka.* (handed to every Kafka client)\n"
            + "Usage: --config FILE.properties --key value …");
  }
}
