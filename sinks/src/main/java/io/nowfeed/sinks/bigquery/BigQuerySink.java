package io.nowfeed.sinks.bigquery;

import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes records to a BigQuery table, each exactly once, whatever crashes. Works in any Flink 2 job
 * with checkpoints; rows become visible when their checkpoint is complete. In a bounded job the
 * last ones do at its end.
 *
 * <p>The table must exist. Record and table are compared when a writer starts; {@link
 * RecordEncoder} says which types go together. A column added later is filled after the next
 * restart.
 *
 * <p>While BigQuery is unavailable, the sink holds back its job; after a minute it fails it (after
 * five, if BigQuery takes rows and never answers). The restart strategy then decides how often to
 * try again, and nothing is lost or doubled. Give such a sink a job of its own if other work must
 * not wait for BigQuery.
 *
 * <p>Memory: each writer holds at most {@code (maxInFlight + 1) * maxBatchBytes} of rows.
 *
 * @param <T> type of the rows
 */
public final class BigQuerySink<T extends Record>
    implements Sink<T>, SupportsCommitter<BigQueryCommittable> {

  private static final long serialVersionUID = 1;

  private final BigQueryConnection connection;
  private final String table;
  private final Class<T> rowType;
  private final SinkLimits limits;

  private BigQuerySink(Builder<T> builder) {
    this.connection = builder.connection;
    this.table = builder.table;
    this.rowType = builder.rowType;
    this.limits = new SinkLimits(builder.maxBatchBytes, builder.maxBatchRows, builder.maxInFlight);
  }

  /**
   * Starts the description of a sink.
   *
   * @param table name of the table in the connection's dataset
   */
  public static <T extends Record> Builder<T> builder(
      BigQueryConnection connection, String table, Class<T> rowType) {
    return new Builder<>(connection, table, rowType);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the table is absent, does not fit the row type, or cannot be asked
   */
  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    return BigQueryWriter.open(new BigQueryTable(connection, table), rowType, limits, context);
  }

  @Override
  public Committer<BigQueryCommittable> createCommitter(CommitterInitContext context) {
    return new BigQueryCommitter(new BigQueryTable(connection, table));
  }

  @Override
  public SimpleVersionedSerializer<BigQueryCommittable> getCommittableSerializer() {
    return new CommittableSerializer();
  }

  /**
   * Describes a sink.
   *
   * @param <T> type of the rows
   */
  public static final class Builder<T extends Record> {
    private final BigQueryConnection connection;
    private final String table;
    private final Class<T> rowType;
    private int maxBatchBytes = SinkLimits.DEFAULT.batchBytes();
    private int maxBatchRows = SinkLimits.DEFAULT.batchRows();
    private int maxInFlight = SinkLimits.DEFAULT.inFlight();

    private Builder(BigQueryConnection connection, String table, Class<T> rowType) {
      this.connection = Objects.requireNonNull(connection, "connection");
      this.table = Objects.requireNonNull(table, "table");
      this.rowType = Objects.requireNonNull(rowType, "rowType");
    }

    /** An append is sent when its rows reach this size. 1 to 9,000,000 bytes; default 1 MiB. */
    public Builder<T> setMaxBatchBytes(int bytes) {
      maxBatchBytes = bytes;
      return this;
    }

    /** An append is sent when it has this many rows. 1 or more; default 10,000. */
    public Builder<T> setMaxBatchRows(int rows) {
      maxBatchRows = rows;
      return this;
    }

    /** Appends a writer sends without waiting for their answers. 1 or more; default 8. */
    public Builder<T> setMaxInFlight(int appends) {
      maxInFlight = appends;
      return this;
    }

    /**
     * The sink.
     *
     * @throws IllegalArgumentException if a limit is out of its range
     */
    public BigQuerySink<T> build() {
      return new BigQuerySink<>(this);
    }
  }
}
