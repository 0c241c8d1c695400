package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the official client makes of each failure that can be ordered. */
class FaultsITCase {
  private static final String IDS = "SELECT id FROM analytics.events ORDER BY id";
  private static final Duration LATER = Duration.ofSeconds(1);

  @TempDir private Path dir;
  private LocalBigQuery server;
  private OfficialClients clients;
  private String table;
  private WriteStream stream;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    clients = OfficialClients.of(server);
    table = clients.createTable("events", Field.of("id", StandardSQLTypeName.INT64));
    stream = clients.createStream(table, WriteStream.Type.BUFFERED);
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    server.close();
  }

  @Test
  void duplicatedAppendIsStoredOnceAndAnsweredAsRepeated() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 5);
      server.faults().duplicateNextAppend();
      assertThatExceptionOfType(Exceptions.OffsetAlreadyExists.class)
          .isThrownBy(() -> writer.append(5, 5, 5))
          .matches(repeated -> repeated.getStatus().getCode() == Status.Code.ALREADY_EXISTS)
          .matches(repeated -> repeated.getExpectedOffset() == 10)
          .matches(repeated -> repeated.getActualOffset() == 5);
      assertThat(offset(writer.append(10, 10, 1))).isEqualTo(10);
    }
    clients.flush(stream.getName(), 10);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(ids(11));
  }

  @Test
  void duplicatedAppendWithoutAnOffsetIsStoredTwice() throws Exception {
    try (ProtoWriter writer = openDefault()) {
      server.faults().duplicateNextAppend();
      assertThat(writer.append(0, 2).hasError()).isFalse();
      assertThat(writer.append(2, 1).hasError()).isFalse();
    }
    assertThat(clients.numbers(IDS)).containsExactly(0L, 0L, 1L, 1L, 2L);
  }

  @Test
  void appendAnsweredOutOfRangeStoresNothing() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 5);
      server.faults().answerNextAppendOutOfRange();
      assertThatExceptionOfType(Exceptions.OffsetOutOfRange.class)
          .isThrownBy(() -> writer.append(5, 100, 5))
          .matches(beyond -> beyond.getStatus().getCode() == Status.Code.OUT_OF_RANGE)
          .matches(beyond -> beyond.getActualOffset() == 5);
      assertThat(offset(writer.append(5, 5, 5))).isEqualTo(5);
    }
    clients.flush(stream.getName(), 9);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(ids(10));
  }

  @Test
  void finalizedStreamStaysFinalized() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 5);
      clients.flush(stream.getName(), 4);
      server.faults().finalizeStreamOfNextAppend();
      assertThatExceptionOfType(Exceptions.StreamFinalizedException.class)
          .isThrownBy(() -> writer.append(5, 5, 5));
      assertThatExceptionOfType(Exceptions.StreamFinalizedException.class)
          .isThrownBy(() -> writer.append(5, 5, 5));
    }
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> clients.flush(stream.getName(), 9));
    FinalizeWriteStreamResponse again = clients.write().finalizeWriteStream(stream.getName());
    assertThat(again.getRowCount()).isEqualTo(5);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(ids(5));
  }

  @Test
  void forgottenStreamIsNowhere() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 5);
      server.faults().forgetStreamOfNextAppend();
      assertThatExceptionOfType(Exceptions.StreamNotFound.class)
          .isThrownBy(() -> writer.append(5, 5, 5))
          .matches(gone -> gone.getStatus().getCode() == Status.Code.NOT_FOUND);
    }
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> clients.flush(stream.getName(), 4));
    assertThat(clients.numbers(IDS)).isEmpty();
  }

  @Test
  void defaultStreamsAreNeitherFinalizedNorForgotten() throws Exception {
    server.faults().finalizeStreamOfNextAppend();
    try (ProtoWriter writer = openDefault()) {
      assertThat(writer.append(0, 1).hasError()).isFalse();
    }
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      assertThatExceptionOfType(Exceptions.StreamFinalizedException.class)
          .isThrownBy(() -> writer.append(0, 0, 1));
    }
    assertThat(clients.numbers(IDS)).containsExactly(0L);
  }

  @Test
  void exhaustedQuotaRefusesAppendsAndKeepsTheirConnection() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 5);
      server.faults().exhausted(true);
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> writer.append(5, 100, 5))
          .matches(refused -> refused.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED)
          .withMessageContaining("INSUFFICIENT_TOKENS");

      server.faults().exhausted(false);
      assertThat(offset(writer.append(5, 5, 5))).isEqualTo(5);
    }
    clients.flush(stream.getName(), 9);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(ids(10));
  }

  @Test
  void exhaustedQuotaRefusesTheOtherCallsAndTheClientRepeatsThem() throws Exception {
    server.faults().exhausted(true);
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(server.grpcEndpoint()).usePlaintext().build();
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                BigQueryWriteGrpc.newBlockingStub(channel)
                    .getWriteStream(GetWriteStreamRequest.getDefaultInstance()))
        .matches(refused -> refused.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED);
    channel.shutdownNow();
    ApiFuture<WriteStream> created =
        clients.write().createWriteStreamCallable().futureCall(committed());
    assertThat(created).isNotDone();

    server.faults().exhausted(false);
    assertThat(created.get(20, TimeUnit.SECONDS).getType()).isEqualTo(WriteStream.Type.COMMITTED);
  }

  private CreateWriteStreamRequest committed() {
    WriteStream.Builder kind = WriteStream.newBuilder().setType(WriteStream.Type.COMMITTED);
    return CreateWriteStreamRequest.newBuilder().setParent(table).setWriteStream(kind).build();
  }

  @Test
  void delayedAnswersKeepTheirOrder() throws Exception {
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, 0, 1);
      server.faults().delay(LATER);
      List<ApiFuture<AppendRowsResponse>> appends = new ArrayList<>();
      long start = System.nanoTime();
      for (long id = 1; id < 10; id++) {
        appends.add(writer.send(id, id, 1));
      }
      for (int i = 0; i < appends.size(); i++) {
        assertThat(offset(appends.get(i).get(20, TimeUnit.SECONDS))).isEqualTo(i + 1L);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LATER);
    }
    long start = System.nanoTime();
    assertThat(clients.flush(stream.getName(), 9)).isEqualTo(9);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LATER);
    assertThat(clients.numbers(IDS)).containsExactlyElementsOf(ids(10));
  }

  @Test
  void delayedAnswerHoldsUpNeitherItsEffectNorOtherConnections() throws Exception {
    WriteStream other = clients.createStream(table, WriteStream.Type.COMMITTED);
    try (ProtoWriter writer = ProtoWriter.open(other, clients.write());
        OfficialClients delayed = OfficialClients.of(server)) {
      server.faults().delay(Duration.ofHours(1));
      WriteStream slow = delayed.createStream(table, WriteStream.Type.COMMITTED);
      ApiFuture<AppendRowsResponse> held = ProtoWriter.open(slow, delayed.write()).send(0, 0, 1);
      await().until(() -> clients.numbers(IDS), List.of(0L)::equals);

      server.faults().delay(Duration.ZERO);
      assertThat(offset(writer.append(0, 1, 1))).isZero();
      assertThat(held).isNotDone();
    }
    assertThat(clients.numbers(IDS)).containsExactly(0L, 1L);
  }

  @Test
  void negativeDelayIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.faults().delay(Duration.ofMillis(-1)))
        .withMessageContaining("PT-0.001S");
  }

  private ProtoWriter openDefault() throws Exception {
    return ProtoWriter.open(clients.stream(table + "/streams/_default"), clients.write());
  }

  private static long offset(AppendRowsResponse response) {
    return response.getAppendResult().getOffset().getValue();
  }

  private static List<Long> ids(long count) {
    return LongStream.range(0, count).boxed().toList();
  }
}
