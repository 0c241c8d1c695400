package io.nowfeed.sinks.bigquery;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Google's clients quiet.
 *
 * <p>They log through java.util.logging, which prints INFO to the console unless told otherwise,
 * and say several lines for every stream opened and closed. A level somebody has set is left alone.
 */
final class ClientLogs {
  // java.util.logging holds loggers weakly: without these references the levels would be forgotten.
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("com.google.cloud.bigquery"),
          Logger.getLogger("com.google.api.gax"),
          Logger.getLogger("com.google.auth"),
          Logger.getLogger("io.grpc"));

  // Reports the health of every stream as a warning, every 15 seconds, well or not; a failure
  // reaches the sink as an exception anyway.
  private static final Logger HEALTH_REPORTS =
      Logger.getLogger("com.google.cloud.bigquery.storage.v1.StreamWriter");

  private ClientLogs() {}

  static void quieten() {
    for (Logger logger : LOGGERS) {
      if (logger.getLevel() == null) {
        logger.setLevel(Level.WARNING);
      }
    }
    if (HEALTH_REPORTS.getLevel() == null) {
      HEALTH_REPORTS.setLevel(Level.SEVERE);
    }
  }
}
