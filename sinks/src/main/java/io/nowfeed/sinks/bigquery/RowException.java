package io.nowfeed.sinks.bigquery;

/** A row that its table cannot take. The text names the column and never shows the row itself. */
final class RowException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  RowException(String column, String reason) {
    super("column " + column + ": " + reason);
  }
}
