package io.nowfeed.bench.bigquery;

import io.nowfeed.sinks.bigquery.BigQueryConnection;

/** A way to write all {@link Visit}s to a table that exists. */
interface Contender {
  String name();

  /**
   * Writes them and returns when all are visible.
   *
   * @param passes how often, one after the other over one connection; 1 or more
   */
  void write(BigQueryConnection connection, int passes) throws Exception;
}
