package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import java.io.IOException;

/** How often a row arrives and when it is seen. */
public enum Delivery {
  /**
   * Each row once, visible when its checkpoint is complete. Rows wait in a BUFFERED stream of their
   * writer until the committer flushes it.
   */
  EXACTLY_ONCE,

  /**
   * Each row at least once, visible when its append is full, at the latest at a checkpoint. Rows go
   * to the table's default stream; what was written since the last checkpoint comes again after a
   * failure.
   */
  AT_LEAST_ONCE,

  /**
   * One row a primary key, the one with the highest sequence number, visible like those above. Rows
   * go to the default stream as changes; one that comes again changes nothing.
   */
  UPSERT;

  /**
   * Whether the stream belongs to its writer: appends carry an offset, and rows are invisible until
   * a committer flushes them. The default stream belongs to all, and has neither.
   */
  boolean hasOwnStream() {
    return this == EXACTLY_ONCE;
  }

  /**
   * Name of the stream that a new writer appends to.
   *
   * @throws IOException if the table is absent or takes no stream
   */
  String openStream(BigQueryTable table, BigQueryWriteClient client)
      throws IOException, InterruptedException {
    return hasOwnStream() ? table.createStream(client) : table.defaultStream();
  }
}
