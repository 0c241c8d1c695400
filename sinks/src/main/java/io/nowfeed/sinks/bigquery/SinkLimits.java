package io.nowfeed.sinks.bigquery;

import java.io.Serializable;

/**
 * How much a writer gathers and has under way.
 *
 * @param batchBytes an append has no more bytes of rows, unless a single row has
 * @param batchRows or this number
 * @param inFlight appends sent and not yet answered, at most
 */
record SinkLimits(int batchBytes, int batchRows, int inFlight) implements Serializable {
  /** Largest append. BigQuery's own limit is 10 MB and counts more than the rows. */
  static final int MAX_APPEND_BYTES = 9_000_000;

  // About where larger appends stop being faster; 8 of them cover 80 ms round trips at 100 MiB/s.
  static final SinkLimits DEFAULT = new SinkLimits(1024 * 1024, 10_000, 8);

  SinkLimits {
    check(batchBytes > 0 && batchBytes <= MAX_APPEND_BYTES, "maxBatchBytes", batchBytes);
    check(batchRows > 0, "maxBatchRows", batchRows);
    check(inFlight > 0, "maxInFlight", inFlight);
  }

  private static void check(boolean inRange, String name, int value) {
    if (!inRange) {
      String most = name.equals("maxBatchBytes") ? " to " + MAX_APPEND_BYTES : " or more";
      throw new IllegalArgumentException(name + " must be 1" + most + ", and is " + value);
    }
  }
}
