package io.nowfeed.local.replay;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What is replayed, and how.
 *
 * @param file CSV with a header line, plain or gzipped
 * @param mapping which column is what
 * @param speedup event time per wall time, for example 50000; 0 for as fast as it goes
 * @param consumerGroup of the job that must have consumed users and content before their events
 */
public record ReplayOptions(
    Path file, ReplayMapping mapping, double speedup, String consumerGroup) {
  /** The group of PersonalizationJob. */
  public static final String DEFAULT_CONSUMER_GROUP = "nowfeed-personalization";

  /** Options for {@value #DEFAULT_CONSUMER_GROUP}. */
  public ReplayOptions(Path file, ReplayMapping mapping, double speedup) {
    this(file, mapping, speedup, DEFAULT_CONSUMER_GROUP);
  }

  /**
   * Reads a speed-up: a number above 0, or {@code max}.
   *
   * @throws ReplayException for anything else
   */
  public static double parseSpeedup(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).equals("max")) {
      return 0;
    }
    try {
      double speedup = Double.parseDouble(text);
      if (speedup >= 0 && Double.isFinite(speedup)) {
        return speedup;
      }
    } catch (NumberFormatException e) {
      throw notASpeedup(text, e);
    }
    throw notASpeedup(text, null);
  }

  /**
   * Checks the file against the mapping, before anything is started for it.
   *
   * @throws ReplayException when the file cannot be read, or lacks a column
   */
  public void validate() {
    RowReader.open(file, mapping).close();
  }

  private static ReplayException notASpeedup(String text, Throwable cause) {
    return new ReplayException(
        "speedup '" + text + "' is none: write a number like 50000, or max", cause);
  }
}
