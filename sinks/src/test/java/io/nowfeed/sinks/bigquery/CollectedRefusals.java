package io.nowfeed.sinks.bigquery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** Takes refused rows and tells which of them are flushed. */
final class CollectedRefusals<T extends Record>
    implements CommittingSinkWriter<RefusedRow<T>, String> {
  private final List<RefusedRow<T>> rows = new ArrayList<>();
  private List<RefusedRow<T>> flushed = List.of();
  private List<String> committables = List.of();
  private IOException failure;

  List<RefusedRow<T>> rows() {
    return rows;
  }

  List<RefusedRow<T>> flushed() {
    return flushed;
  }

  /** From now on it refuses, too. */
  void failWith(IOException cause) {
    failure = cause;
  }

  /** As a sink does that is to deliver exactly once. */
  void wantCommit() {
    committables = List.of("transaction");
  }

  @Override
  public void write(RefusedRow<T> row, Context context) throws IOException {
    if (failure != null) {
      throw failure;
    }
    rows.add(row);
  }

  @Override
  public void flush(boolean endOfInput) {
    flushed = List.copyOf(rows);
  }

  @Override
  public Collection<String> prepareCommit() {
    return committables;
  }

  @Override
  public void close() {}
}
