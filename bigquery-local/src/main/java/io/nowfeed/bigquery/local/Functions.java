package io.nowfeed.bigquery.local;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * GoogleSQL's functions that DuckDB lacks or takes other arguments for, as macros of the system
 * schema. Their quantiles are exact, where BigQuery's may be off by some thousandths.
 */
final class Functions {
  private static final Map<String, String> MACROS =
      Map.of(
          "safe_divide(a, b)",
          "a / nullif(b, 0)",
          "timestamp_trunc(moment, part)",
          "date_trunc(part, moment)",
          "timestamp_diff(later, earlier, part)",
          "date_sub(part, earlier, later)",
          "approx_quantiles(x, n)",
          "quantile_disc(x, list_transform(range(0, n + 1), i -> i / n))");

  private static final Set<String> NAMES =
      Set.of("SAFE_DIVIDE", "TIMESTAMP_TRUNC", "TIMESTAMP_DIFF", "APPROX_QUANTILES");

  /** Their last argument is a word, such as HOUR, which DuckDB wants as text. */
  private static final Set<String> OF_A_PART = Set.of("TIMESTAMP_TRUNC", "TIMESTAMP_DIFF");

  private Functions() {}

  static void create(Connection connection) throws SQLException {
    for (Map.Entry<String, String> macro : MACROS.entrySet()) {
      Sql.execute(
          connection,
          "CREATE OR REPLACE MACRO _nowfeed." + macro.getKey() + " AS " + macro.getValue());
    }
  }

  static boolean isOurs(String word) {
    return NAMES.contains(word.toUpperCase(Locale.ROOT));
  }

  static boolean takesPart(String word) {
    return OF_A_PART.contains(word.toUpperCase(Locale.ROOT));
  }
}
