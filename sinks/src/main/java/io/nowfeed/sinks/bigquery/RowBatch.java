package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rows of one append.
 *
 * @param <T> type of the rows
 */
final class RowBatch<T> {
  // What a row costs in an append beside its bytes: a tag and a length.
  private static final int ROW_OVERHEAD_BYTES = 6;

  private final ProtoRows.Builder encoded = ProtoRows.newBuilder();
  private final List<T> originals;
  private int bytes;
  private boolean uncertain;

  /**
   * An empty batch.
   *
   * @param keepOriginals whether rows will be asked for again, because somebody takes refused ones
   */
  RowBatch(boolean keepOriginals) {
    originals = keepOriginals ? new ArrayList<>() : null;
  }

  static int bytesOf(ByteString row) {
    return row.size() + ROW_OVERHEAD_BYTES;
  }

  void add(ByteString row, T original) {
    encoded.addSerializedRows(row);
    bytes += bytesOf(row);
    if (originals != null) {
      originals.add(original);
    }
  }

  /** An answer to it was lost: BigQuery may yet store it at the offset that it was sent with. */
  void markUncertain() {
    uncertain = true;
  }

  /** Whether an answer to it was ever lost. */
  boolean wasUncertain() {
    return uncertain;
  }

  int size() {
    return encoded.getSerializedRowsCount();
  }

  /** What the rows take in an append. */
  int bytes() {
    return bytes;
  }

  ProtoRows encoded() {
    return encoded.build();
  }

  /** The row as it came; only where originals are kept. */
  T original(int index) {
    return originals.get(index);
  }

  /** The same rows in the same order, except those at these places. */
  RowBatch<T> without(Set<Integer> refused) {
    RowBatch<T> rest = new RowBatch<>(originals != null);
    rest.uncertain = uncertain;
    for (int i = 0; i < size(); i++) {
      if (!refused.contains(i)) {
        rest.add(encoded.getSerializedRows(i), originals == null ? null : originals.get(i));
      }
    }
    return rest;
  }
}
