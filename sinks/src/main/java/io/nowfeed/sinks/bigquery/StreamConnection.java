package io.nowfeed.sinks.bigquery;

import com.google.api.core.ApiFuture;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import java.io.IOException;
import java.time.Duration;

/**
 * The official client's connection to one stream, made anew when it broke.
 *
 * <p>The client reconnects by itself, but with pauses of up to a minute that are the same for
 * everybody, and not when a quota is exhausted; told to repeat a refused append, it counts attempts
 * and not time. So it has no try of its own, and {@link AppendStream} does it.
 */
final class StreamConnection implements AutoCloseable {
  // Zero would mean for ever. What the client sends again by itself nobody here would know of, and
  // AppendStream must know which answers were lost.
  private static final Duration NO_RECONNECT = Duration.ofMillis(-1);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final BigQueryTable table;
  private final ProtoSchema schema;
  private final int maxInFlight;
  private final String traceId;
  private final String stream;
  private final OpenChannels channels;
  private StreamWriter writer;

  private StreamConnection(
      BigQueryTable table,
      OpenChannels channels,
      ProtoSchema schema,
      int maxInFlight,
      String traceId,
      String stream) {
    this.table = table;
    this.channels = channels;
    this.schema = schema;
    this.maxInFlight = maxInFlight;
    this.traceId = traceId;
    this.stream = stream;
  }

  /**
   * Opens the stream that the delivery wants and connects to it.
   *
   * @param traceId who writes, for Google's support, as {@code A:B}
   * @throws IOException if the table is absent or takes no stream
   */
  static StreamConnection open(
      BigQueryTable table, Delivery delivery, ProtoSchema schema, int maxInFlight, String traceId)
      throws IOException, InterruptedException {
    OpenChannels channels = new OpenChannels();
    try (BigQueryWriteClient client = table.writeClient(channels)) {
      String stream = delivery.openStream(table, client);
      StreamConnection connection =
          new StreamConnection(table, channels, schema, maxInFlight, traceId, stream);
      connection.connect(client);
      return connection;
    }
  }

  /** Full name of the stream. */
  String stream() {
    return stream;
  }

  /** Appends at the end of the stream, or at an offset if that is not negative. */
  ApiFuture<AppendRowsResponse> append(ProtoRows rows, long offset) {
    return offset < 0 ? writer.append(rows) : writer.append(rows, offset);
  }

  /** Connects again if the connection is beyond repair. */
  void mend() throws IOException {
    if (!writer.isClosed()) {
      return;
    }
    close();
    try (BigQueryWriteClient client = table.writeClient(channels)) {
      connect(client);
    }
  }

  /**
   * Lets go of the connection. Leaves the stream open: a committer may still have to flush it,
   * which a finalized stream does not allow.
   */
  @Override
  public void close() {
    // The client waits for BigQuery for up to minutes here; a cancelled task must not.
    BoundedClose.run(writer, stream, CLOSE_WITHIN);
    channels.cut();
  }

  /** The stream writer makes a client of its own from this one's settings. */
  private void connect(BigQueryWriteClient client) throws IOException {
    writer =
        StreamWriter.newBuilder(stream, client)
            .setWriterSchema(schema)
            // We bound appends ourselves, and so that a cancelled task can leave: its own bound
            // must never be reached.
            .setMaxInflightRequests(maxInFlight + 1L)
            .setMaxInflightBytes((maxInFlight + 1L) * StreamWriter.getApiMaxRequestBytes())
            .setMaxRetryDuration(NO_RECONNECT)
            .setTraceId(traceId)
            .build();
  }
}
