package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.OutOfRangeException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferedStreamITCase {
  private static final String IDS = "SELECT id FROM analytics.events ORDER BY id";

  @TempDir private Path dir;
  private LocalBigQuery server;
  private OfficialClients clients;
  private WriteStream stream;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    clients = OfficialClients.of(server);
    String table = clients.createTable("events", Field.of("id", StandardSQLTypeName.INT64));
    stream = clients.createStream(table, WriteStream.Type.BUFFERED);
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    server.close();
  }

  @Test
  void rowsAreVisibleOnlyUpToTheFlushedOffset() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 5);
      assertThat(writer.append(5, 5, 5).getAppendResult().getOffset().getValue()).isEqualTo(5);
    }
    assertThat(clients.numbers(IDS)).isEmpty();

    assertThat(clients.flush(stream.getName(), 6)).isEqualTo(6);

    assertThat(clients.numbers(IDS)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void flushingAgainOrLessChangesNothing() throws Exception {
    appendTen();
    clients.flush(stream.getName(), 6);

    assertThat(clients.flush(stream.getName(), 6)).isEqualTo(6);
    assertThat(clients.flush(stream.getName(), 2)).isEqualTo(2);
    assertThat(clients.numbers(IDS)).hasSize(7);

    clients.flush(stream.getName(), 9);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(firstTen());
  }

  @Test
  void flushBeyondTheEndIsOutOfRange() throws Exception {
    appendTen();
    assertThatExceptionOfType(OutOfRangeException.class)
        .isThrownBy(() -> clients.flush(stream.getName(), 10));
    assertThat(clients.numbers(IDS)).isEmpty();
  }

  @Test
  void repeatedAndGappedOffsetsAreRefused() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 10);
      assertThatExceptionOfType(Exceptions.OffsetAlreadyExists.class)
          .isThrownBy(() -> writer.append(5, 100, 1));
      assertThatExceptionOfType(Exceptions.OffsetOutOfRange.class)
          .isThrownBy(() -> writer.append(11, 100, 1));
      writer.append(10, 10, 1);
    }
    clients.flush(stream.getName(), 10);
    assertThat(clients.numbers(IDS)).hasSize(11).doesNotContain(100L);
  }

  @Test
  void finalizedStreamTakesNeitherRowsNorFlushes() throws Exception {
    appendTen();
    clients.flush(stream.getName(), 4);

    assertThat(clients.write().finalizeWriteStream(stream.getName()).getRowCount()).isEqualTo(10);
    assertThat(clients.write().finalizeWriteStream(stream.getName()).getRowCount()).isEqualTo(10);

    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> clients.flush(stream.getName(), 9));
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      assertThatExceptionOfType(Exceptions.StreamFinalizedException.class)
          .isThrownBy(() -> writer.append(10, 10, 1));
    }
    assertThat(clients.numbers(IDS)).hasSize(5);
  }

  @Test
  void lostResponseIsSentAgainAndStoredOnce() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 5);
      server.faults().loseNextAppendResponse();
      assertThatExceptionOfType(Exceptions.OffsetAlreadyExists.class)
          .isThrownBy(() -> writer.append(5, 5, 5));
    }
    clients.flush(stream.getName(), 9);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(firstTen());
  }

  @Test
  void refusedAppendStoresNothingAndIsSentAgainByTheClient() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      server.faults().refuseNextAppend();
      assertThat(writer.append(0, 0, 10).getAppendResult().getOffset().getValue()).isZero();
    }
    clients.flush(stream.getName(), 9);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(firstTen());
  }

  @Test
  void flushThatFailsBeforeItsEffectHasNone() throws Exception {
    appendTen();
    server.faults().failNextFlushBeforeEffect();
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> clients.flush(stream.getName(), 9));
    assertThat(clients.numbers(IDS)).isEmpty();

    clients.flush(stream.getName(), 9);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(firstTen());
  }

  @Test
  void flushThatFailsAfterItsEffectCanBeRepeated() throws Exception {
    appendTen();
    server.faults().failNextFlushAfterEffect();
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> clients.flush(stream.getName(), 9));
    assertThat(clients.numbers(IDS)).hasSize(10);

    clients.flush(stream.getName(), 9);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(firstTen());
  }

  @Test
  void unknownStreamIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> clients.flush(stream.getName() + "x", 0));
  }

  private void appendTen() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 10);
    }
  }

  private static Iterable<Long> firstTen() {
    return LongStream.range(0, 10).boxed().toList();
  }
}
