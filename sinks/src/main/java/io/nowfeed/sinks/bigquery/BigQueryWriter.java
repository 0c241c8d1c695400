package io.nowfeed.sinks.bigquery;

import com.google.protobuf.ByteString;
import io.nowfeed.sinks.kafka.SerializableFunction;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.util.clock.Clock;

/**
 * Gathers rows into appends. Opens its stream with the first of them, so an idle writer has none.
 *
 * @param <T> what rows are made of
 * @param <R> type of the rows
 */
final class BigQueryWriter<T, R extends Record>
    implements CommittingSinkWriter<T, BigQueryCommittable> {
  private final StreamOpener<T> streams;
  private final SerializableFunction<T, R> rowOf;
  private final RecordEncoder<R> encoder;
  private final SinkLimits limits;
  private final RefusedRows<T> refusedRows;
  private final boolean commits;
  private final Clock clock;

  private RowBatch<T> batch;
  private AppendStream<T> stream;
  private long committedOffset;

  /** Opens a stream when there is a row for it. */
  @FunctionalInterface
  interface StreamOpener<T> {
    AppendStream<T> open() throws IOException, InterruptedException;
  }

  /**
   * A writer that has sent nothing yet.
   *
   * @param rowOf makes the row
   * @param commits whether rows are visible only when a committer has flushed their stream
   */
  BigQueryWriter(
      StreamOpener<T> streams,
      SerializableFunction<T, R> rowOf,
      RecordEncoder<R> encoder,
      SinkLimits limits,
      RefusedRows<T> refusedRows,
      boolean commits,
      Clock clock) {
    this.streams = streams;
    this.rowOf = rowOf;
    this.encoder = encoder;
    this.limits = limits;
    this.refusedRows = refusedRows;
    this.commits = commits;
    this.clock = clock;
    this.batch = newBatch();
  }

  @Override
  public void write(T row, Context context) throws IOException, InterruptedException {
    ByteString encoded = encode(row);
    if (encoded != null) {
      add(encoded, row);
    }
    if (stream != null) {
      stream.checkAnswered();
    }
  }

  @Override
  public void flush(boolean isEndOfInput) throws IOException, InterruptedException {
    append();
    if (stream != null) {
      stream.awaitAll();
    }
    // Last, since an answer may have refused rows: the checkpoint must not pass them by.
    refusedRows.flush(isEndOfInput);
  }

  @Override
  public Collection<BigQueryCommittable> prepareCommit() {
    if (!commits || stream == null || stream.nextOffset() == committedOffset) {
      return List.of();
    }
    committedOffset = stream.nextOffset();
    return List.of(
        new BigQueryCommittable(stream.name(), committedOffset - 1, clock.absoluteTimeMillis()));
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
    }
    refusedRows.close();
  }

  /** The row in the table's form; null if it has none and was refused. */
  private ByteString encode(T row) throws IOException, InterruptedException {
    ByteString encoded;
    try {
      encoded = encoder.encode(rowOf.apply(row));
    } catch (RowException e) {
      refusedRows.add(row, RefusedRow.Reason.NOT_ENCODABLE, e.getMessage());
      return null;
    }
    if (RowBatch.bytesOf(encoded) > SinkLimits.MAX_APPEND_BYTES) {
      String detail =
          String.format(
              Locale.ROOT,
              "it has %,d bytes, and an append may have %,d",
              encoded.size(),
              SinkLimits.MAX_APPEND_BYTES);
      refusedRows.add(row, RefusedRow.Reason.TOO_LARGE, detail);
      return null;
    }
    return encoded;
  }

  private void add(ByteString encoded, T row) throws IOException, InterruptedException {
    if (batch.bytes() + RowBatch.bytesOf(encoded) > limits.batchBytes()) {
      append();
    }
    batch.add(encoded, row);
    if (batch.bytes() >= limits.batchBytes() || batch.size() >= limits.batchRows()) {
      append();
    }
  }

  private void append() throws IOException, InterruptedException {
    if (batch.size() == 0) {
      return;
    }
    if (stream == null) {
      stream = streams.open();
    }
    stream.append(batch);
    batch = newBatch();
  }

  private RowBatch<T> newBatch() {
    return new RowBatch<>(refusedRows.areTaken());
  }
}
