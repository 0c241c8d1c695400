package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** COMMITTED, PENDING and default streams. */
class OtherStreamsITCase {
  private static final String IDS = "SELECT id FROM analytics.events ORDER BY id";

  @TempDir private Path dir;
  private LocalBigQuery server;
  private OfficialClients clients;
  private String table;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    clients = OfficialClients.of(server);
    table = clients.createTable("events", id());
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    server.close();
  }

  @Test
  void committedRowsAreVisibleAtOnceAndEachOffsetOnce() throws Exception {
    WriteStream stream = clients.createStream(table, WriteStream.Type.COMMITTED);
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 3);
      assertThat(clients.numbers(IDS)).containsExactly(0L, 1L, 2L);
      assertThatExceptionOfType(Exceptions.OffsetAlreadyExists.class)
          .isThrownBy(() -> writer.append(0, 0, 3));
      assertThatExceptionOfType(Exceptions.OffsetOutOfRange.class)
          .isThrownBy(() -> writer.append(4, 4, 1));
      writer.append(3, 3, 1);
    }
    assertThat(clients.numbers(IDS)).containsExactly(0L, 1L, 2L, 3L);
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> clients.flush(stream.getName(), 0));
  }

  @Test
  void bothSpellingsOfTheDefaultStreamWork() throws Exception {
    WriteStream stream = clients.stream(table + "/streams/_default");
    assertThat(stream.getName()).isEqualTo(table + "/streams/_default");
    assertThat(stream.getType()).isEqualTo(WriteStream.Type.COMMITTED);
    for (String name : List.of(table + "/_default", table + "/streams/_default")) {
      try (ProtoWriter writer = ProtoWriter.open(stream, name, clients.write(), false)) {
        assertThat(writer.append(7, 1).getAppendResult().hasOffset()).isFalse();
      }
    }
    assertThat(clients.numbers(IDS)).containsExactly(7L, 7L);
  }

  @Test
  void defaultStreamIsNotFinalized() {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> clients.write().finalizeWriteStream(table + "/streams/_default"));
  }

  @Test
  void twoTablesShareAConnection() throws Exception {
    String other = clients.createTable("others", id());
    WriteStream one = clients.stream(table + "/streams/_default");
    WriteStream two = clients.stream(other + "/streams/_default");
    try (ProtoWriter first = ProtoWriter.open(one, one.getName(), clients.write(), true);
        ProtoWriter second = ProtoWriter.open(two, two.getName(), clients.write(), true)) {
      for (long i = 0; i < 10; i++) {
        first.append(i, 1);
        second.append(100 + i, 1);
      }
    }
    assertThat(clients.numbers(IDS)).hasSize(10).allMatch(id -> id < 10);
    assertThat(clients.numbers("SELECT id FROM analytics.others"))
        .hasSize(10)
        .allMatch(id -> id >= 100);
  }

  @Test
  void onlyTheFullViewHasTheSchema() {
    String name = clients.createStream(table, WriteStream.Type.PENDING).getName();
    assertThat(clients.write().getWriteStream(name).hasTableSchema()).isFalse();
    WriteStream full = clients.stream(name);
    assertThat(full.getTableSchema().getFields(0).getName()).isEqualTo("id");
    assertThat(full.getType()).isEqualTo(WriteStream.Type.PENDING);
  }

  @Test
  void pendingStreamsAreCommittedTogether() throws Exception {
    List<String> streams = List.of(pending(0), pending(10));
    assertThat(codes(commit(streams)))
        .containsExactly(
            StorageErrorCode.INVALID_STREAM_STATE, StorageErrorCode.INVALID_STREAM_STATE);

    clients.write().finalizeWriteStream(streams.get(0));
    BatchCommitWriteStreamsResponse half = commit(streams);
    assertThat(codes(half)).containsExactly(StorageErrorCode.INVALID_STREAM_STATE);
    assertThat(half.hasCommitTime()).isFalse();
    assertThat(clients.numbers(IDS)).isEmpty();

    clients.write().finalizeWriteStream(streams.get(1));
    assertThat(commit(streams).hasCommitTime()).isTrue();
    assertThat(clients.numbers(IDS)).containsExactly(0L, 1L, 10L, 11L);

    assertThat(codes(commit(streams))).containsOnly(StorageErrorCode.STREAM_ALREADY_COMMITTED);
    assertThat(clients.numbers(IDS)).hasSize(4);
  }

  @Test
  void whatIsNotPendingIsNotCommitted() {
    String buffered = clients.createStream(table, WriteStream.Type.BUFFERED).getName();
    assertThat(codes(commit(List.of(buffered, table + "/streams/gone"))))
        .containsExactly(StorageErrorCode.INVALID_STREAM_TYPE, StorageErrorCode.STREAM_NOT_FOUND);
  }

  @Test
  void oneBadRowRefusesTheRequestAndNamesTheRow() throws Exception {
    Field required = id().toBuilder().setMode(Field.Mode.REQUIRED).build();
    String strict = clients.createTable("strict", required);
    WriteStream stream = clients.createStream(strict, WriteStream.Type.COMMITTED);
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      assertThatExceptionOfType(Exceptions.AppendSerializationError.class)
          .isThrownBy(() -> writer.appendWithEmptyRow(1))
          .satisfies(e -> assertThat(e.getRowIndexToErrorMessage()).containsOnlyKeys(1));
      writer.append(0, 5, 1);
    }
    assertThat(clients.numbers("SELECT id FROM analytics.strict")).containsExactly(5L);
  }

  @Test
  void tableThatDoesNotExistHasNoStreams() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> clients.createStream(table + "x", WriteStream.Type.BUFFERED));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> clients.stream(table + "x/streams/_default"));
  }

  @Test
  void columnsAddedWhileAStreamIsOpenAreTold() throws Exception {
    WriteStream stream = clients.createStream(table, WriteStream.Type.BUFFERED);
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 1);
      OfficialClients.addColumn(
          clients.rest(), "events", Field.of("note", StandardSQLTypeName.STRING));

      assertThat(writer.append(1, 1, 1).getUpdatedSchema().getFieldsCount()).isEqualTo(2);
      assertThat(writer.append(2, 2, 1).hasUpdatedSchema()).isFalse();
    }
    clients.flush(stream.getName(), 2);
    assertThat(clients.numbers("SELECT count(*) FROM analytics.events WHERE note IS NULL"))
        .containsExactly(3L);
  }

  private static Field id() {
    return Field.of("id", StandardSQLTypeName.INT64);
  }

  /** A pending stream with two rows. */
  private String pending(long first) throws Exception {
    WriteStream stream = clients.createStream(table, WriteStream.Type.PENDING);
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, first, 2);
    }
    return stream.getName();
  }

  private BatchCommitWriteStreamsResponse commit(List<String> streams) {
    return clients
        .write()
        .batchCommitWriteStreams(
            BatchCommitWriteStreamsRequest.newBuilder()
                .setParent(table)
                .addAllWriteStreams(streams)
                .build());
  }

  private static List<StorageErrorCode> codes(BatchCommitWriteStreamsResponse response) {
    return response.getStreamErrorsList().stream().map(StorageError::getCode).toList();
  }
}
