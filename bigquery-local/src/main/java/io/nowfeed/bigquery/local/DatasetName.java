package io.nowfeed.bigquery.local;

/** A dataset's full name. */
record DatasetName(String project, String dataset) {
  static DatasetName of(TableName table) {
    return new DatasetName(table.project(), table.dataset());
  }

  String display() {
    return project + ":" + dataset;
  }
}
