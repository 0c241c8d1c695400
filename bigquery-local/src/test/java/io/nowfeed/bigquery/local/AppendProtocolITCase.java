package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest.ProtoData;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.ArrowRecordBatch;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the official client never sends, by the bare stub. */
class AppendProtocolITCase {
  @TempDir private Path dir;
  private LocalBigQuery server;
  private ManagedChannel channel;
  private String stream;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    try (OfficialClients clients = OfficialClients.of(server)) {
      Field id = Field.of("id", StandardSQLTypeName.INT64);
      stream = clients.createTable("events", id) + "/streams/_default";
    }
    channel = ManagedChannelBuilder.forTarget(server.grpcEndpoint()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void firstRequestNeedsASchema() throws Exception {
    Status status = refusal(rows(ByteString.EMPTY));
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("Schema must be specified");
  }

  @Test
  void requestOverTheLimitIsRefused() throws Exception {
    ByteString large = ByteString.copyFrom(new byte[AppendConnection.MAX_REQUEST_BYTES]);
    Status status = refusal(withSchema(rows(large), "id"));
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("too large");
  }

  @Test
  void changeTypesAreStrings() throws Exception {
    Status status = refusal(withSchema(rows(ByteString.EMPTY), "_CHANGE_TYPE"));
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("_CHANGE_TYPE must be a single string");
  }

  @Test
  void arrowIsRefused() throws Exception {
    AppendRowsRequest.ArrowData arrow =
        AppendRowsRequest.ArrowData.newBuilder()
            .setRows(ArrowRecordBatch.getDefaultInstance())
            .build();
    Status status =
        refusal(AppendRowsRequest.newBuilder().setWriteStream(stream).setArrowRows(arrow).build());
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("Arrow");
  }

  @Test
  void fieldTheTableLacksIsAnErrorInTheResponse() throws Exception {
    AppendRowsResponse response =
        (AppendRowsResponse) first(withSchema(rows(ByteString.EMPTY), "other"));
    Any detail = response.getError().getDetails(0);
    assertThat(detail.unpack(StorageError.class).getCode())
        .isEqualTo(StorageError.StorageErrorCode.SCHEMA_MISMATCH_EXTRA_FIELDS);
  }

  @Test
  void bytesThatAreNoRowAreARowError() throws Exception {
    ByteString torn = ByteString.copyFrom(new byte[] {8});
    AppendRowsResponse response = (AppendRowsResponse) first(withSchema(rows(torn), "id"));
    assertThat(response.getRowErrorsCount()).isEqualTo(1);
  }

  private AppendRowsRequest rows(ByteString row) {
    ProtoData data =
        ProtoData.newBuilder().setRows(ProtoRows.newBuilder().addSerializedRows(row)).build();
    return AppendRowsRequest.newBuilder().setWriteStream(stream).setProtoRows(data).build();
  }

  private static AppendRowsRequest withSchema(AppendRowsRequest request, String column) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(column)
            .setNumber(1)
            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
            .setType(FieldDescriptorProto.Type.TYPE_INT64);
    DescriptorProto row = DescriptorProto.newBuilder().setName("Row").addField(field).build();
    AppendRowsRequest.Builder changed = request.toBuilder();
    changed.getProtoRowsBuilder().setWriterSchema(ProtoSchema.newBuilder().setProtoDescriptor(row));
    return changed.build();
  }

  private Status refusal(AppendRowsRequest request) throws InterruptedException {
    return Status.fromThrowable((Throwable) first(request));
  }

  /** The first thing that comes back: a response or the end. */
  private Object first(AppendRowsRequest request) throws InterruptedException {
    BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    BigQueryWriteGrpc.newStub(channel).appendRows(new Recorder(events)).onNext(request);
    return events.poll(20, TimeUnit.SECONDS);
  }

  private record Recorder(BlockingQueue<Object> events)
      implements StreamObserver<AppendRowsResponse> {
    @Override
    public void onNext(AppendRowsResponse response) {
      events.add(response);
    }

    @Override
    public void onError(Throwable cause) {
      events.add(cause);
    }

    @Override
    public void onCompleted() {
      events.add("completed");
    }
  }
}
