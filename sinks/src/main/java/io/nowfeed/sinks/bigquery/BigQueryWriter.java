package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.util.clock.SystemClock;

/**
 * Gathers rows into appends. Opens its stream with the first of them, so an idle writer has none.
 *
 * @param <T> type of the rows
 */
final class BigQueryWriter<T extends Record>
    implements CommittingSinkWriter<T, BigQueryCommittable> {
  // What a row costs in an append beside its bytes: a tag and a length.
  private static final int ROW_OVERHEAD_BYTES = 6;

  private final BigQueryTable table;
  private final RecordEncoder<T> encoder;
  private final SinkLimits limits;
  private final String traceId;
  private final AppendMetrics metrics;

  private ProtoRows.Builder batch = ProtoRows.newBuilder();
  private int batchBytes;
  private BufferedStream stream;
  private long committedOffset;
  private boolean endOfInput;

  BigQueryWriter(
      BigQueryTable table,
      RecordEncoder<T> encoder,
      SinkLimits limits,
      String traceId,
      AppendMetrics metrics) {
    this.table = table;
    this.encoder = encoder;
    this.limits = limits;
    this.traceId = traceId;
    this.metrics = metrics;
  }

  /**
   * A writer for a table that exists and fits.
   *
   * @throws IOException if it does not
   */
  static <T extends Record> BigQueryWriter<T> open(
      BigQueryTable table, Class<T> rowType, SinkLimits limits, WriterInitContext context)
      throws IOException {
    RecordEncoder<T> encoder = encoder(table, rowType);
    String traceId = "nowfeed:" + context.getJobInfo().getJobId();
    AppendMetrics metrics = new AppendMetrics(context.metricGroup(), SystemClock.getInstance());
    return new BigQueryWriter<>(table, encoder, limits, traceId, metrics);
  }

  private static <T extends Record> RecordEncoder<T> encoder(BigQueryTable table, Class<T> rowType)
      throws IOException {
    try (BigQueryWriteClient client = table.writeClient()) {
      return RecordEncoder.of(rowType, table.schema(client), table.displayName());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage()); // says it all; see RecordEncoder.of
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Cancelled while reading the columns of " + table.displayName(), e);
    }
  }

  @Override
  public void write(T row, Context context) throws IOException, InterruptedException {
    ByteString encoded = encode(row);
    int bytes = encoded.size() + ROW_OVERHEAD_BYTES;
    if (batchBytes + bytes > SinkLimits.MAX_APPEND_BYTES) {
      append();
    }
    batch.addSerializedRows(encoded);
    batchBytes += bytes;
    if (batchBytes >= limits.batchBytes() || batch.getSerializedRowsCount() >= limits.batchRows()) {
      append();
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
    endOfInput = isEndOfInput;
  }

  @Override
  public Collection<BigQueryCommittable> prepareCommit() {
    // At the end of input even without new rows: the committer is to finalize the stream.
    if (stream == null || (stream.nextOffset() == committedOffset && !endOfInput)) {
      return List.of();
    }
    committedOffset = stream.nextOffset();
    return List.of(new BigQueryCommittable(stream.name(), committedOffset - 1, endOfInput));
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
    }
  }

  private ByteString encode(T row) throws IOException {
    ByteString encoded;
    try {
      encoded = encoder.encode(row);
    } catch (RowException e) {
      throw new IOException(
          "BigQuery table " + table.displayName() + " cannot take a row: " + e.getMessage(), e);
    }
    if (encoded.size() + ROW_OVERHEAD_BYTES > SinkLimits.MAX_APPEND_BYTES) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "BigQuery table %s cannot take a row of %,d bytes: an append may have %,d",
              table.displayName(),
              encoded.size(),
              SinkLimits.MAX_APPEND_BYTES));
    }
    return encoded;
  }

  private void append() throws IOException, InterruptedException {
    if (batch.getSerializedRowsCount() == 0) {
      return;
    }
    if (stream == null) {
      stream =
          BufferedStream.open(table, encoder.protoSchema(), limits.inFlight(), traceId, metrics);
    }
    stream.append(batch.build(), batchBytes);
    batch = ProtoRows.newBuilder();
    batchBytes = 0;
  }
}
