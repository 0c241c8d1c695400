package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageITCase {
  @TempDir private Path dir;

  @Test
  void everyDoorSaysUnavailable() throws Exception {
    try (LocalBigQuery server = LocalBigQuery.start(dir, 0, 0)) {
      server.faults().unavailable(true);
      ManagedChannel channel =
          ManagedChannelBuilder.forTarget(server.grpcEndpoint()).usePlaintext().build();
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () ->
                  BigQueryWriteGrpc.newBlockingStub(channel)
                      .getWriteStream(GetWriteStreamRequest.getDefaultInstance()))
          .withMessageContaining("UNAVAILABLE");
      channel.shutdownNow();
      assertThat(restStatus(server)).isEqualTo(503);

      server.faults().unavailable(false);
      assertThat(restStatus(server)).isEqualTo(200);
    }
  }

  @Test
  void appendsOnAnOpenConnectionWaitForTheEndOfTheOutage() throws Exception {
    try (LocalBigQuery server = LocalBigQuery.start(dir, 0, 0);
        OfficialClients clients = OfficialClients.of(server)) {
      String table = clients.createTable("events", Field.of("id", StandardSQLTypeName.INT64));
      WriteStream stream = clients.createStream(table, WriteStream.Type.COMMITTED);
      try (ProtoWriter writer = ProtoWriter.open(stream, clients.write())) {
        writer.append(0, 0, 1);
        server.faults().unavailable(true);
        CompletableFuture<Object> second = CompletableFuture.supplyAsync(() -> append(writer));
        assertThat(second).isNotDone();
        server.faults().unavailable(false);
        second.get(20, TimeUnit.SECONDS);
      }
      assertThat(clients.numbers("SELECT id FROM analytics.events ORDER BY id"))
          .containsExactly(0L, 1L);
    }
  }

  private static Object append(ProtoWriter writer) {
    try {
      return writer.append(1, 1, 1);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int restStatus(LocalBigQuery server) throws Exception {
    URI uri = URI.create(server.restEndpoint() + "/bigquery/v2/projects/p/datasets");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
        .statusCode();
  }
}
