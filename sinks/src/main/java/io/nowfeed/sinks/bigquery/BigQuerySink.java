package io.nowfeed.sinks.bigquery;

import io.nowfeed.sinks.kafka.SerializableFunction;
import io.nowfeed.sinks.kafka.SerializablePredicate;
import io.nowfeed.sinks.lineage.Datasets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.flink.util.clock.SystemClock;

/**
 * Writes records to a BigQuery table; by default each exactly once, whatever crashes. Works in any
 * Flink 2 job with checkpoints. {@link Delivery} says when rows become visible; in a bounded job
 * the last ones do at its end.
 *
 * <p>The table must exist. Record and table are compared when a writer starts; {@link
 * RecordEncoder} says which types go together. A column added later is filled after the next
 * restart.
 *
 * <p>While BigQuery is unavailable or a quota is exhausted, the sink holds back its job; after two
 * minutes, or what {@link Builder#setRetryFor} says, it fails it (after five, if BigQuery takes
 * rows and never answers). The restart strategy then decides how often to try again. Give such a
 * sink a job of its own if other work must not wait for BigQuery.
 *
 * <p>Memory: each writer holds at most {@code (maxInFlight + 1) * maxBatchBytes} of rows; with
 * {@link Builder#setRefusedRows}, the same rows as objects, too.
 *
 * @param <T> what rows are made of; mostly the rows themselves
 */
public final class BigQuerySink<T>
    implements Sink<T>, SupportsCommitter<BigQueryCommittable>, LineageVertexProvider {

  private static final long serialVersionUID = 2;

  private final BigQueryTable table;
  private final WriterFactory<T, ?> writers;

  private BigQuerySink(BigQueryTable table, WriterFactory<T, ?> writers) {
    this.table = table;
    this.writers = writers;
  }

  /**
   * Starts the description of a sink.
   *
   * @param table name of the table in the connection's dataset
   */
  public static <R extends Record> Builder<R, R> builder(
      BigQueryConnection connection, String table, Class<R> rowType) {
    return builder(connection, table, rowType, row -> row);
  }

  /**
   * Starts the description of a sink that makes its rows, and so can say of a refused one what it
   * was made of.
   *
   * @param table name of the table in the connection's dataset
   * @param rowOf makes the row of an element
   */
  public static <T, R extends Record> Builder<T, R> builder(
      BigQueryConnection connection,
      String table,
      Class<R> rowType,
      SerializableFunction<T, R> rowOf) {
    return new Builder<>(connection, table, rowType, rowOf);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the table is absent, does not fit the row type or the delivery, or
   *     cannot be asked
   */
  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    return writers.create(context);
  }

  /** Also where nothing is to commit, so that a savepoint fits whatever the delivery. */
  @Override
  public Committer<BigQueryCommittable> createCommitter(CommitterInitContext context) {
    return new BigQueryCommitter(
        table, new CommitMetrics(context.metricGroup(), SystemClock.getInstance()));
  }

  @Override
  public SimpleVersionedSerializer<BigQueryCommittable> getCommittableSerializer() {
    return new CommittableSerializer();
  }

  /** The table, and where rows go that it refuses. */
  @Override
  public LineageVertex getLineageVertex() {
    BigQueryConnection connection = table.connection();
    List<LineageDataset> written = new ArrayList<>();
    written.add(Datasets.bigQuery(connection.project(), connection.dataset(), table.name()));
    written.addAll(Datasets.of(writers.refusedRows()));
    return () -> written;
  }

  /**
   * Describes a sink.
   *
   * @param <T> what rows are made of
   * @param <R> type of the rows
   */
  public static final class Builder<T, R extends Record> {
    private final BigQueryConnection connection;
    private final String table;
    private final Class<R> rowType;
    private final SerializableFunction<T, R> rowOf;
    private Delivery delivery = Delivery.EXACTLY_ONCE;
    private SerializableFunction<R, Long> sequenceNumber;
    private SerializablePredicate<R> deletes;
    private Sink<RefusedRow<T>> refusedRows;
    private RetryLimits retries = RetryLimits.DEFAULT;
    private int maxBatchBytes = SinkLimits.DEFAULT.batchBytes();
    private int maxBatchRows = SinkLimits.DEFAULT.batchRows();
    private int maxInFlight = SinkLimits.DEFAULT.inFlight();

    private Builder(
        BigQueryConnection connection,
        String table,
        Class<R> rowType,
        SerializableFunction<T, R> rowOf) {
      this.connection = Objects.requireNonNull(connection, "connection");
      this.table = Objects.requireNonNull(table, "table");
      this.rowType = Objects.requireNonNull(rowType, "rowType");
      this.rowOf = Objects.requireNonNull(rowOf, "rowOf");
    }

    /** How often a row arrives and when it is seen; default EXACTLY_ONCE. */
    public Builder<T, R> setDelivery(Delivery wanted) {
      delivery = Objects.requireNonNull(wanted, "delivery");
      return this;
    }

    /**
     * For UPSERT: of two changes of one primary key that with the higher number stands; of equal
     * ones, the one that BigQuery took last. 0 or more.
     */
    public Builder<T, R> setSequenceNumber(SerializableFunction<R, Long> number) {
      sequenceNumber = number;
      return this;
    }

    /** For UPSERT: whether a row takes the one with its primary key away. */
    public Builder<T, R> setDeletes(SerializablePredicate<R> predicate) {
      deletes = predicate;
      return this;
    }

    /**
     * Where rows go that the table cannot take; without it, such a row fails the job. At-least-once
     * delivery is what the other sink must have: what it was given is stored before a checkpoint is
     * complete, and nobody commits for it. After a failure a refused row may come twice.
     */
    public Builder<T, R> setRefusedRows(Sink<RefusedRow<T>> sink) {
      refusedRows = sink;
      return this;
    }

    /** How long a call is repeated that may yet succeed. Above 0; default 2 minutes. */
    public Builder<T, R> setRetryFor(Duration duration) {
      retries = RetryLimits.DEFAULT.upTo(duration);
      return this;
    }

    /**
     * Bytes of rows in an append, at most; a row above that goes alone. 1 to 9,000,000; default 1
     * MiB.
     */
    public Builder<T, R> setMaxBatchBytes(int bytes) {
      maxBatchBytes = bytes;
      return this;
    }

    /** An append is sent when it has this many rows. 1 or more; default 10,000. */
    public Builder<T, R> setMaxBatchRows(int rows) {
      maxBatchRows = rows;
      return this;
    }

    /** Appends a writer sends without waiting for their answers. 1 or more; default 8. */
    public Builder<T, R> setMaxInFlight(int appends) {
      maxInFlight = appends;
      return this;
    }

    /**
     * The sink.
     *
     * @throws IllegalArgumentException if a limit is out of its range, or UPSERT lacks one of its
     *     functions
     */
    public BigQuerySink<T> build() {
      SinkLimits limits = new SinkLimits(maxBatchBytes, maxBatchRows, maxInFlight);
      BigQueryTable target = new BigQueryTable(connection, table, retries);
      return new BigQuerySink<>(
          target,
          new WriterFactory<>(target, rowOf, rowType, limits, delivery, changes(), refusedRows));
    }

    private Changes<R> changes() {
      boolean complete = sequenceNumber != null && deletes != null;
      boolean absent = sequenceNumber == null && deletes == null;
      if (delivery == Delivery.UPSERT ? !complete : !absent) {
        throw new IllegalArgumentException(
            "Delivery UPSERT needs setSequenceNumber and setDeletes, and no other delivery takes"
                + " them; the sink for table "
                + table
                + " has "
                + delivery);
      }
      return complete ? new Changes<>(sequenceNumber, deletes) : null;
    }
  }
}
