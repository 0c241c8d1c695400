package io.nowfeed.sinks.bigquery;

import java.util.Locale;
import java.util.regex.Pattern;

/** {@code userId} in Java is {@code user_id} in BigQuery. */
final class ColumnNames {
  private static final Pattern WORD_START =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private ColumnNames() {}

  static String ofComponent(String component) {
    return normal(WORD_START.matcher(component).replaceAll("_"));
  }

  /** BigQuery does not tell upper from lower case in column names. */
  static String normal(String column) {
    return column.toLowerCase(Locale.ROOT);
  }
}
