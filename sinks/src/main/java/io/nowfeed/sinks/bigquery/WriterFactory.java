package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import io.nowfeed.sinks.kafka.SerializableFunction;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.clock.SystemClock;

/**
 * Everything a writer is made from.
 *
 * @param <T> what rows are made of
 * @param <R> type of the rows
 * @param rowOf makes a row
 * @param changes how rows are changes, for {@link Delivery#UPSERT}; else null
 * @param refusedRows where rows go that the table cannot take; null to fail the job
 */
record WriterFactory<T, R extends Record>(
    BigQueryTable table,
    SerializableFunction<T, R> rowOf,
    Class<R> rowType,
    SinkLimits limits,
    Delivery delivery,
    Changes<R> changes,
    Sink<RefusedRow<T>> refusedRows)
    implements Serializable {

  /**
   * A writer for a table that exists and fits.
   *
   * @throws IOException if it does not
   */
  BigQueryWriter<T, R> create(WriterInitContext context) throws IOException {
    RecordEncoder<R> encoder = encoder();
    if (delivery == Delivery.UPSERT) {
      table.requirePrimaryKey();
    }
    Clock clock = SystemClock.getInstance();
    // Ours first: of two metrics with one name Flink keeps the one that came first.
    AppendMetrics metrics = new AppendMetrics(context.metricGroup(), clock);
    SinkWriter<RefusedRow<T>> refused =
        refusedRows == null ? null : refusedRows.createWriter(context);
    String traceId = "nowfeed:" + context.getJobInfo().getJobId();
    return create(encoder, refused, metrics, clock, traceId);
  }

  /** The same from parts. */
  BigQueryWriter<T, R> create(
      RecordEncoder<R> encoder,
      SinkWriter<RefusedRow<T>> refused,
      AppendMetrics metrics,
      Clock clock,
      String traceId) {
    RefusedRows<T> refusals = new RefusedRows<>(table.displayName(), refused, metrics);
    BigQueryWriter.StreamOpener<T> streams =
        () ->
            new AppendStream<>(
                table,
                StreamConnection.open(
                    table, delivery, encoder.protoSchema(), limits.inFlight(), traceId),
                delivery,
                limits.inFlight(),
                refusals,
                metrics);
    return new BigQueryWriter<>(
        streams, rowOf, encoder, limits, refusals, delivery.hasOwnStream(), clock);
  }

  private RecordEncoder<R> encoder() throws IOException {
    try (BigQueryWriteClient client = table.writeClient()) {
      return RecordEncoder.of(rowType, table.schema(client), changes, table.displayName());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage()); // says it all; see RecordEncoder.of
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Cancelled while reading the columns of " + table.displayName(), e);
    }
  }
}
