package io.nowfeed.bench.bigquery;

import io.nowfeed.sinks.bigquery.BigQueryConnection;

/** A way to write all {@link Visit}s to a table that exists. */
interface Contender {
  String name();

  /** Writes them and returns when all are visible. */
  void write(BigQueryConnection connection) throws Exception;
}
