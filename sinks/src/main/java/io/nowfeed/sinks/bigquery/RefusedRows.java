package io.nowfeed.sinks.bigquery;

import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.IOUtils;

/**
 * Where rows go that the table cannot take: to another sink if there is one, else they fail the
 * job.
 *
 * @param <T> type of the rows
 */
final class RefusedRows<T> implements AutoCloseable {
  private static final SinkWriter.Context NO_TIME = new NoTime();

  private final String table;
  private final SinkWriter<RefusedRow<T>> writer;
  private final AppendMetrics metrics;

  /**
   * Hands refused rows to a writer.
   *
   * @param table what to call the table
   * @param writer null if a refused row is to fail the job
   */
  RefusedRows(String table, SinkWriter<RefusedRow<T>> writer, AppendMetrics metrics) {
    this.table = table;
    this.writer = writer;
    this.metrics = metrics;
  }

  /** Whether rows are taken, so that they have to be kept until BigQuery has answered. */
  boolean areTaken() {
    return writer != null;
  }

  /**
   * Takes a refused row.
   *
   * @throws IOException if nobody takes such rows, or they cannot be written either
   */
  void add(T row, RefusedRow.Reason reason, String detail)
      throws IOException, InterruptedException {
    metrics.refused(reason);
    if (writer == null) {
      throw new IOException("BigQuery table " + table + " cannot take a row: " + detail);
    }
    writer.write(new RefusedRow<>(row, table, reason, detail), NO_TIME);
  }

  /** Waits until all that was refused is stored, so that no checkpoint passes it by. */
  void flush(boolean endOfInput) throws IOException, InterruptedException {
    if (writer == null) {
      return;
    }
    writer.flush(endOfInput);
    if (writer instanceof CommittingSinkWriter<?, ?> committing) {
      requireNothingToCommit(committing.prepareCommit());
    }
  }

  @Override
  public void close() {
    IOUtils.closeQuietly(writer);
  }

  private void requireNothingToCommit(Collection<?> committables) throws IOException {
    if (!committables.isEmpty()) {
      throw new IOException(
          "The sink for rows that BigQuery table "
              + table
              + " refuses wants a commit, which nobody would make: give it at-least-once delivery");
    }
  }

  /** BigQuery refuses a row when its own context is gone. */
  private static final class NoTime implements SinkWriter.Context {
    @Override
    public long currentWatermark() {
      return Long.MIN_VALUE;
    }

    @Override
    public Long timestamp() {
      return null;
    }
  }
}
