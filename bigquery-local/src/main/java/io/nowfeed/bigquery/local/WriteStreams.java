package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.nowfeed.bigquery.local.StreamState.Phase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.duckdb.DuckDBConnection;

/**
 * What streams promise: each offset is stored once, a flush or commit happens with its bookkeeping
 * or not at all. Each operation is one transaction, so a kill at any point leaves either the state
 * before it or the state after it.
 */
final class WriteStreams {
  /** Longer than any job stays down on a laptop; what nobody touched since is abandoned. */
  static final Duration KEPT = Duration.ofDays(7);

  private static final String LOCATION = "us";

  private final Database database;
  private final Catalog catalog;
  private final Clock clock;

  WriteStreams(Database database, Catalog catalog, Clock clock) {
    this.database = database;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Decodes an append's rows, given the table as it is at that moment. */
  @FunctionalInterface
  interface Rows {
    DecodedRows decode(TableEntry table);
  }

  /**
   * An append that was stored.
   *
   * @param offset the first row's, absent on a default stream
   * @param schema the table's, to tell the writer of new columns
   */
  record Appended(OptionalLong offset, TableSchema schema) {}

  WriteStream create(TableName name, WriteStream.Type type) throws SQLException {
    TableEntry table = table(name);
    StreamState stream =
        new StreamState(
            name.path() + "/streams/" + UUID.randomUUID(),
            name,
            type,
            Phase.OPEN,
            0,
            0,
            nowMicros());
    database.write(
        connection -> {
          StreamRows.insert(connection, stream, table.schema());
          return null;
        });
    return describe(stream, table.schema());
  }

  /** The stream with its table's schema. */
  WriteStream get(String name) throws SQLException {
    StreamState stream = database.read(connection -> find(connection, name));
    return describe(stream, table(stream.table()).schema());
  }

  /**
   * Stores rows at the end of a stream.
   *
   * @param offset where the writer believes the end is; absent: wherever it is
   * @throws StorageRefusal if it is elsewhere
   * @throws RowsRefused if a row is unfit
   */
  Appended append(String name, OptionalLong offset, Rows rows) throws SQLException {
    return database.write(
        connection -> {
          StreamState stream = find(connection, name);
          refuseOffset(stream, offset);
          TableEntry table = table(stream.table());
          store(connection, stream, table, rows.decode(table));
          boolean numbered = !StreamState.isDefault(name);
          OptionalLong first = numbered ? OptionalLong.of(stream.end()) : OptionalLong.empty();
          return new Appended(first, table.schema());
        });
  }

  private void store(
      DuckDBConnection connection, StreamState stream, TableEntry table, DecodedRows rows)
      throws SQLException {
    if (rows.changes().isEmpty()) {
      StreamRows.append(connection, stream, table.schema(), rows.values(), nowMicros());
    } else {
      ChangeRows.apply(connection, table, rows);
    }
  }

  private static void refuseOffset(StreamState stream, OptionalLong offset) {
    if (stream.phase() != Phase.OPEN) {
      throw StorageRefusal.finalized(stream.name());
    }
    if (offset.isEmpty()) {
      return;
    }
    if (StreamState.isDefault(stream.name())) {
      throw StorageRefusal.invalidType(
          stream.name(), "Offset is not supported on the default stream");
    }
    refuseWrongOffset(stream, offset.getAsLong());
  }

  private static void refuseWrongOffset(StreamState stream, long offset) {
    if (offset < stream.end()) {
      throw StorageRefusal.offsetExists(stream.name(), stream.end(), offset);
    }
    if (offset > stream.end()) {
      throw StorageRefusal.offsetBeyond(stream.name(), stream.end(), offset);
    }
  }

  /**
   * Makes the rows of a BUFFERED stream up to and including {@code offset} visible; those that are
   * already stay as they are.
   */
  void flush(String name, long offset) throws SQLException {
    database.write(
        connection -> {
          StreamState stream = find(connection, name);
          refuseFlush(stream, offset);
          if (offset >= stream.flushed()) {
            TableSchema schema = table(stream.table()).schema();
            StreamRows.publish(connection, stream, schema, offset + 1);
          }
          return null;
        });
  }

  private static void refuseFlush(StreamState stream, long offset) {
    if (stream.type() != WriteStream.Type.BUFFERED) {
      throw StorageRefusal.invalidType(
          stream.name(), "Flush is only supported on BUFFERED streams");
    }
    if (stream.phase() != Phase.OPEN) {
      throw StorageRefusal.finalized(stream.name());
    }
    if (offset < 0 || offset >= stream.end()) {
      throw new StorageRefusal(
          Status.Code.OUT_OF_RANGE,
          StorageErrorCode.OFFSET_OUT_OF_RANGE,
          stream.name(),
          "Offset " + offset + " is beyond the end of the stream " + stream.end());
    }
  }

  /** Closes a stream to appends and returns how many rows it has; a second time does nothing. */
  long finish(String name) throws SQLException {
    if (StreamState.isDefault(name)) {
      throw StorageRefusal.invalidType(name, "The default stream cannot be finalized");
    }
    return database.write(
        connection -> {
          StreamState stream = find(connection, name);
          if (stream.phase() == Phase.OPEN) {
            StreamRows.close(connection, stream, Phase.FINALIZED);
          }
          return stream.end();
        });
  }

  /**
   * Makes all rows of several PENDING streams visible at once.
   *
   * @return what is wrong with which stream; nothing was committed unless it is empty
   */
  List<StorageError> commit(TableName parent, List<String> names) throws SQLException {
    return database.write(
        connection -> {
          List<StorageError> errors = new ArrayList<>();
          List<StreamState> streams = new ArrayList<>();
          for (String name : new LinkedHashSet<>(names)) {
            try {
              streams.add(committable(connection, parent, name));
            } catch (StorageRefusal refusal) {
              errors.add(refusal.toStorageError());
            }
          }
          if (errors.isEmpty()) {
            publishAll(connection, streams);
          }
          return errors;
        });
  }

  /** Forgets a stream with the rows that wait in it, as if it had never been. */
  void forget(String name) throws SQLException {
    database.write(
        connection -> {
          StreamRows.drop(connection, find(connection, name));
          return null;
        });
  }

  private StreamState committable(DuckDBConnection connection, TableName parent, String name)
      throws SQLException {
    StreamState stream = find(connection, name);
    if (stream.type() != WriteStream.Type.PENDING) {
      throw StorageRefusal.invalidType(name, "Only PENDING streams can be committed");
    }
    if (stream.phase() == Phase.COMMITTED) {
      throw notCommittable(StorageErrorCode.STREAM_ALREADY_COMMITTED, name, "already committed");
    }
    if (stream.phase() == Phase.OPEN) {
      throw notCommittable(StorageErrorCode.INVALID_STREAM_STATE, name, "not finalized");
    }
    if (!stream.table().equals(parent)) {
      throw notCommittable(
          StorageErrorCode.INVALID_STREAM_STATE, name, "not of table " + parent.display());
    }
    return stream;
  }

  private static StorageRefusal notCommittable(StorageErrorCode code, String name, String why) {
    return new StorageRefusal(Status.Code.FAILED_PRECONDITION, code, name, "The stream is " + why);
  }

  private void publishAll(DuckDBConnection connection, List<StreamState> streams)
      throws SQLException {
    for (StreamState stream : streams) {
      TableSchema schema = table(stream.table()).schema();
      StreamRows.publish(connection, stream, schema, stream.end());
      StreamRows.close(connection, stream, Phase.COMMITTED);
    }
  }

  /** Forgets the streams nobody touched for {@link #KEPT}, with the rows that wait in them. */
  void purge() throws SQLException {
    long limit = micros(clock.instant().minus(KEPT));
    database.write(
        connection -> {
          for (StreamState stream : StreamRows.untouchedSince(connection, limit)) {
            StreamRows.drop(connection, stream);
          }
          return null;
        });
  }

  private StreamState find(DuckDBConnection connection, String name) throws SQLException {
    if (StreamState.isDefault(name)) {
      return defaultStream(name);
    }
    return StreamRows.find(connection, name).orElseThrow(() -> StorageRefusal.streamNotFound(name));
  }

  /** Every table has one; it has no offsets and therefore no bookkeeping. */
  private StreamState defaultStream(String name) {
    TableName table = table(StreamState.defaultTable(name)).name();
    String canonical = table.path() + "/streams/_default";
    return new StreamState(canonical, table, WriteStream.Type.COMMITTED, Phase.OPEN, 0, 0, 0);
  }

  private TableEntry table(TableName name) {
    return catalog.table(name).orElseThrow(() -> StorageRefusal.tableNotFound(name));
  }

  private static WriteStream describe(StreamState stream, TableSchema schema) {
    return WriteStream.newBuilder()
        .setName(stream.name())
        .setType(stream.type())
        .setWriteMode(WriteStream.WriteMode.INSERT)
        .setCreateTime(Timestamps.fromMicros(stream.createdMicros()))
        .setLocation(LOCATION)
        .setTableSchema(schema)
        .build();
  }

  private long nowMicros() {
    return micros(clock.instant());
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
