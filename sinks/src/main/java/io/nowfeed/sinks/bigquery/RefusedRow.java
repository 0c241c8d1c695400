package io.nowfeed.sinks.bigquery;

/**
 * A row that its table cannot take, and why.
 *
 * @param <T> type of the rows
 * @param row the row as it came
 * @param table the table, as {@code project.dataset.table}
 * @param reason why, for machines
 * @param detail why, for people; never quotes the row, as far as it is ours
 */
public record RefusedRow<T>(T row, String table, Reason reason, String detail) {
  /** Why a row was refused. */
  public enum Reason {
    /** A value does not fit its column. */
    NOT_ENCODABLE,
    /** It is larger than an append may be. */
    TOO_LARGE,
    /** BigQuery refused it; the detail is what it answered. */
    REFUSED_BY_BIGQUERY
  }
}
