package io.nowfeed.bigquery.local;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table's full name, as {@code projects/P/datasets/D/tables/T} in the write protocol. */
record TableName(String project, String dataset, String table) {
  private static final Pattern PATH =
      Pattern.compile("projects/([^/]+)/datasets/([^/]+)/tables/([^/]+)");

  /**
   * Reads the path form.
   *
   * @throws StorageRefusal if {@code path} has another form
   */
  static TableName parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw StorageRefusal.invalidArgument(
          path, "Invalid table name, expected projects/P/datasets/D/tables/T");
    }
    return new TableName(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  String path() {
    return "projects/" + project + "/datasets/" + dataset + "/tables/" + table;
  }

  /** The name BigQuery's REST messages use: {@code P:D.T}. */
  String display() {
    return project + ":" + dataset + "." + table;
  }

  /** The table in DuckDB: a dataset is a schema there. */
  String sql() {
    return Sql.quote(dataset) + "." + Sql.quote(table);
  }
}
