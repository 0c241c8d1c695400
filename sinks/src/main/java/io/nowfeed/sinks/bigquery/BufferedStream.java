package io.nowfeed.sinks.bigquery;

import com.google.api.core.ApiFuture;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The BUFFERED stream of one writer attempt: appends at explicit offsets, a bounded number at a
 * time. For the one thread of its writer.
 */
final class BufferedStream implements AutoCloseable {
  // As long as the calls are repeated for; see StorageCalls.
  private static final Duration RECONNECT_FOR = Duration.ofMinutes(1);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
  private static final int ROW_ERRORS_SHOWN = 3;

  private final BigQueryTable table;
  private final StreamWriter writer;
  private final int maxInFlight;
  private final AppendMetrics metrics;
  private final ArrayDeque<Append> inFlight = new ArrayDeque<>();
  private long nextOffset;

  private record Append(ApiFuture<AppendRowsResponse> answer, long offset, int rows) {}

  private BufferedStream(
      BigQueryTable table, StreamWriter writer, int maxInFlight, AppendMetrics metrics) {
    this.table = table;
    this.writer = writer;
    this.maxInFlight = maxInFlight;
    this.metrics = metrics;
  }

  /**
   * Creates the stream and connects to it.
   *
   * @param traceId who writes, for Google's support, as {@code A:B}
   * @throws IOException if the table is absent or takes no stream
   */
  static BufferedStream open(
      BigQueryTable table,
      ProtoSchema schema,
      int maxInFlight,
      String traceId,
      AppendMetrics metrics)
      throws IOException, InterruptedException {
    // The stream writer makes a client of its own from this one's settings.
    try (BigQueryWriteClient client = table.writeClient()) {
      StreamWriter writer =
          StreamWriter.newBuilder(table.createStream(client), client)
              .setWriterSchema(schema)
              // We bound appends ourselves, and so that a cancelled task can leave: its own bound
              // must never be reached.
              .setMaxInflightRequests(maxInFlight + 1L)
              .setMaxInflightBytes((maxInFlight + 1L) * StreamWriter.getApiMaxRequestBytes())
              .setMaxRetryDuration(RECONNECT_FOR)
              .setTraceId(traceId)
              .build();
      return new BufferedStream(table, writer, maxInFlight, metrics);
    }
  }

  String name() {
    return writer.getStreamName();
  }

  /** Offset the next row will get, which is the number of rows sent so far. */
  long nextOffset() {
    return nextOffset;
  }

  /**
   * Sends rows, after waiting for room if too many appends are under way.
   *
   * @throws IOException if BigQuery refused an earlier append
   */
  void append(ProtoRows rows, int bytes) throws IOException, InterruptedException {
    while (inFlight.size() >= maxInFlight) {
      check(inFlight.remove());
    }
    int count = rows.getSerializedRowsCount();
    ApiFuture<AppendRowsResponse> answer = writer.append(rows, nextOffset);
    metrics.sent(answer, count, bytes);
    inFlight.add(new Append(answer, nextOffset, count));
    nextOffset += count;
  }

  /** Looks at the answers that are there; never waits. */
  void checkAnswered() throws IOException, InterruptedException {
    while (!inFlight.isEmpty() && inFlight.element().answer().isDone()) {
      check(inFlight.remove());
    }
  }

  /** Waits until BigQuery holds every row sent. */
  void awaitAll() throws IOException, InterruptedException {
    while (!inFlight.isEmpty()) {
      check(inFlight.remove());
    }
  }

  /**
   * Lets go of the connection. Leaves the stream open: a committer may still have to flush it,
   * which a finalized stream does not allow.
   */
  @Override
  public void close() {
    // The client waits for BigQuery for up to minutes here; a cancelled task must not.
    BoundedClose.run(writer, name(), CLOSE_WITHIN);
  }

  private void check(Append append) throws IOException, InterruptedException {
    try {
      long offset = append.answer().get().getAppendResult().getOffset().getValue();
      if (offset != append.offset()) {
        throw new IOException(
            describe(append) + ": BigQuery stored them at offset " + offset + " instead");
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof Exceptions.OffsetAlreadyExists)) {
        metrics.refused(append.rows());
        throw new IOException(describe(append) + ": " + reason(e.getCause()), e.getCause());
      }
      // Nobody else writes to this stream and each offset is sent once. So the rows there are
      // these:
      // the client lost the answer with its connection, reconnected and sent them again.
    }
  }

  private String describe(Append append) {
    return String.format(
        "BigQuery table %s did not take %d rows at offset %d of %s",
        table.displayName(), append.rows(), append.offset(), name());
  }

  private static String reason(Throwable refusal) {
    if (!(refusal instanceof Exceptions.AppendSerializtionError rows)) {
      return refusal.getMessage();
    }
    StringBuilder reason = new StringBuilder(rows.getMessage());
    rows.getRowIndexToErrorMessage().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(ROW_ERRORS_SHOWN)
        .forEach(
            row ->
                reason.append("; row ").append(row.getKey()).append(": ").append(row.getValue()));
    return reason.toString();
  }
}
