package io.nowfeed.jobs.config;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.util.TimeUtils;

/**
 * A sliding window, as {@code popularity.windows} has it: {@code 1m/5s}.
 *
 * @param size its length, a multiple of the slide
 * @param slide how far the next one is away
 */
public record WindowSize(Duration size, Duration slide) implements Serializable {
  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is not written as {@code size/slide}
   */
  static WindowSize parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("must be size/slide, as 1m/5s");
    }
    return new WindowSize(
        TimeUtils.parseDuration(text.substring(0, slash).trim()),
        TimeUtils.parseDuration(text.substring(slash + 1).trim()));
  }

  /** The window's length for people and for keys: 1m, 90s, 24h. */
  public String label() {
    long millis = size.toMillis();
    if (millis % Duration.ofHours(1).toMillis() == 0) {
      return size.toHours() + "h";
    }
    if (millis % Duration.ofMinutes(1).toMillis() == 0) {
      return size.toMinutes() + "m";
    }
    return millis % 1000 == 0 ? size.toSeconds() + "s" : millis + "ms";
  }
}
