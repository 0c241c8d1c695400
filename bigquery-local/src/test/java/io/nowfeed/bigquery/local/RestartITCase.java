package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is still there after a stop, and after a kill. */
class RestartITCase {
  private static final String IDS = "SELECT id FROM analytics.events ORDER BY id";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final int APPENDS = 30;
  private static final int ROWS_AN_APPEND = 50;

  @TempDir private Path dir;

  @Test
  void unflushedRowsAreFlushableAfterAKill() throws Exception {
    ServerProcess first = ServerProcess.fork(dir);
    WriteStream stream;
    try (OfficialClients clients = first.clients()) {
      stream = clients.createStream(createEvents(clients), WriteStream.Type.BUFFERED);
      try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
        writer.append(0, 0, 1000);
        clients.flush(stream.getName(), 499);
        writer.append(1000, 1000, 1000);
        first.kill();
      }
    }

    ServerProcess second = ServerProcess.fork(dir);
    try (OfficialClients clients = second.clients()) {
      assertThat(clients.numbers(IDS)).containsExactlyElementsOf(ids(500));
      clients.flush(stream.getName(), 499);
      assertThat(clients.numbers(IDS)).hasSize(500);
      try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
        assertThatExceptionOfType(Exceptions.OffsetAlreadyExists.class)
            .isThrownBy(() -> writer.append(1000, 1000, 1000));
        writer.append(2000, 2000, 1);
      }
      clients.flush(stream.getName(), 2000);
      assertThat(clients.numbers(IDS)).containsExactlyElementsOf(ids(2001));
    } finally {
      second.kill();
    }
  }

  @Test
  void killsWithAppendsInFlightNeitherLoseNorDouble() throws Exception {
    WriteStream stream = null;
    long end = 0;
    for (int round = 0; round < 2; round++) {
      ServerProcess server = ServerProcess.fork(dir);
      try (OfficialClients clients = server.clients()) {
        if (stream == null) {
          stream = clients.createStream(createEvents(clients), WriteStream.Type.BUFFERED);
        }
        end = appendUntilKilled(server, clients, stream, end);
      } finally {
        server.kill();
      }
    }

    try (LocalBigQuery server = LocalBigQuery.start(dir, 0, 0);
        OfficialClients clients = OfficialClients.of(server)) {
      clients.flush(stream.getName(), end - 1);
      assertThat(clients.numbers(IDS)).containsExactlyElementsOf(ids(end));
    }
  }

  /**
   * Kills the server when some of many appends are answered and some are not; returns the end of
   * those that are. The rows beyond it, stored or not, were never acknowledged: the next round
   * sends the same ids there again.
   */
  private static long appendUntilKilled(
      ServerProcess server, OfficialClients clients, WriteStream stream, long start)
      throws Exception {
    List<ApiFuture<AppendRowsResponse>> appends = new ArrayList<>();
    ProtoWriter writer = ProtoWriter.open(stream, clients.write());
    for (int i = 0; i < APPENDS; i++) {
      long first = start + (long) i * ROWS_AN_APPEND;
      appends.add(writer.send(first, first, ROWS_AN_APPEND));
    }
    for (ApiFuture<AppendRowsResponse> answered : appends.subList(0, APPENDS / 3)) {
      awaitStored(answered);
    }
    server.kill();
    return start + (long) APPENDS / 3 * ROWS_AN_APPEND;
  }

  /** An append of the round before may have been stored without its answer. */
  private static void awaitStored(ApiFuture<AppendRowsResponse> append) throws Exception {
    try {
      append.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(Exceptions.OffsetAlreadyExists.class);
    }
  }

  @Test
  void finalizedAndCommittedStaysSo() throws Exception {
    String buffered;
    String pending;
    String table;
    try (LocalBigQuery server = LocalBigQuery.start(dir, 0, 0);
        OfficialClients clients = OfficialClients.of(server)) {
      table = createEvents(clients);
      buffered = streamWithTwoRows(clients, table, WriteStream.Type.BUFFERED, 0);
      clients.write().finalizeWriteStream(buffered);
      pending = streamWithTwoRows(clients, table, WriteStream.Type.PENDING, 10);
      clients.write().finalizeWriteStream(pending);
    }
    try (LocalBigQuery server = LocalBigQuery.start(dir, 0, 0);
        OfficialClients clients = OfficialClients.of(server)) {
      assertThatExceptionOfType(InvalidArgumentException.class)
          .isThrownBy(() -> clients.flush(buffered, 1));
      assertThat(clients.write().batchCommitWriteStreams(commit(table, pending)).hasCommitTime())
          .isTrue();
      assertThat(clients.numbers(IDS)).containsExactly(10L, 11L);
    }
    try (LocalBigQuery server = LocalBigQuery.start(dir, 0, 0);
        OfficialClients clients = OfficialClients.of(server)) {
      assertThat(clients.write().batchCommitWriteStreams(commit(table, pending)).hasCommitTime())
          .isFalse();
      assertThat(clients.numbers(IDS)).containsExactly(10L, 11L);
    }
  }

  @Test
  void abandonedStreamsGoAfterSevenDays() throws Exception {
    String stream;
    try (LocalBigQuery server = LocalBigQuery.start(dir, 0, 0, at(Duration.ZERO));
        OfficialClients clients = OfficialClients.of(server)) {
      String table = createEvents(clients);
      stream = streamWithTwoRows(clients, table, WriteStream.Type.BUFFERED, 0);
    }
    Duration week = Duration.ofDays(7);
    try (LocalBigQuery server = LocalBigQuery.start(dir, 0, 0, at(week));
        OfficialClients clients = OfficialClients.of(server)) {
      assertThat(clients.flush(stream, 0)).isZero();
    }
    try (LocalBigQuery server = LocalBigQuery.start(dir, 0, 0, at(week.plusSeconds(1)));
        OfficialClients clients = OfficialClients.of(server)) {
      assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> clients.flush(stream, 1));
      assertThat(clients.numbers(IDS)).containsExactly(0L);
    }
  }

  @Test
  void directoryHasOneOwner() throws Exception {
    try (LocalBigQuery owner = LocalBigQuery.start(dir, 0, 0)) {
      assertThat(owner.grpcEndpoint()).startsWith("127.0.0.1:");
      assertThatIOException()
          .isThrownBy(() -> LocalBigQuery.start(dir, 0, 0).close())
          .withMessageContaining(dir.toString());
    }
    LocalBigQuery.start(dir, 0, 0).close();
  }

  @Test
  void takenPortIsNamedAndTheDirectoryLetGo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatIOException()
          .isThrownBy(() -> LocalBigQuery.start(dir, port, 0).close())
          .withMessageContaining("gRPC port " + port);
      assertThatIOException()
          .isThrownBy(() -> LocalBigQuery.start(dir, 0, port).close())
          .withMessageContaining("REST port " + port);
    }
    LocalBigQuery.start(dir, 0, 0).close();
  }

  private static Clock at(Duration later) {
    return Clock.fixed(NOW.plus(later), ZoneOffset.UTC);
  }

  private static String createEvents(OfficialClients clients) {
    return clients.createTable("events", Field.of("id", StandardSQLTypeName.INT64));
  }

  private static String streamWithTwoRows(
      OfficialClients clients, String table, WriteStream.Type type, long first) throws Exception {
    WriteStream stream = clients.createStream(table, type);
    try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
      writer.append(0, first, 2);
    }
    return stream.getName();
  }

  private static BatchCommitWriteStreamsRequest commit(String table, String stream) {
    return BatchCommitWriteStreamsRequest.newBuilder()
        .setParent(table)
        .addWriteStreams(stream)
        .build();
  }

  private static List<Long> ids(long count) {
    return LongStream.range(0, count).boxed().toList();
  }
}
