package io.nowfeed.sinks.bigquery;

/**
 * Where a table or view in BigQuery is not what Nowfeed defines.
 *
 * @param text what differs, in words
 * @param mendable whether it can be put right without writing the table anew, and without taking
 *     away what somebody else may have added
 */
public record TableDifference(String text, boolean mendable) {
  static TableDifference mendable(String text) {
    return new TableDifference(text, true);
  }

  static TableDifference lasting(String text) {
    return new TableDifference(text, false);
  }
}
