package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc.BigQueryWriteImplBase;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.cloud.bigquery.storage.v1.FlushRowsResponse;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A BigQuery that gives the answers told, in order; then it says yes. It keeps what it was asked.
 */
final class ScriptedBigQuery extends BigQueryWriteImplBase implements AutoCloseable {
  private final Queue<Consumer<StreamObserver<?>>> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Consumer<StreamObserver<AppendRowsResponse>>> appendAnswers =
      new ConcurrentLinkedQueue<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> stored = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Server server;
  private volatile boolean deaf;

  ScriptedBigQuery() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .addTransportFilter(new Connections())
            .maxInboundMessageSize(2 * SinkLimits.MAX_APPEND_BYTES)
            .build()
            .start();
  }

  BigQueryConnection connection() {
    return BigQueryConnection.local("p", "d", "127.0.0.1:" + server.getPort(), null);
  }

  ScriptedBigQuery refuse(Status status) {
    return refuse(status.asRuntimeException());
  }

  /** A refusal with the detail that BigQuery's own client tells errors apart by. */
  ScriptedBigQuery refuse(Status status, StorageError.StorageErrorCode code) {
    StorageError detail = StorageError.newBuilder().setCode(code).setEntity("stream").build();
    return refuse(
        StatusProto.toStatusRuntimeException(
            com.google.rpc.Status.newBuilder()
                .setCode(status.getCode().value())
                .setMessage(String.valueOf(status.getDescription()))
                .addDetails(Any.pack(detail))
                .build()));
  }

  /** The next call is never answered. */
  ScriptedBigQuery ignore() {
    answers.add(observer -> {});
    return this;
  }

  /** A client that hangs up is not heard: its connection stays open. */
  ScriptedBigQuery deaf() {
    deaf = true;
    return this;
  }

  /** The next append is answered with this. */
  ScriptedBigQuery answerAppend(AppendRowsResponse response) {
    appendAnswers.add(observer -> observer.onNext(response));
    return this;
  }

  /** The next append ends its connection. */
  ScriptedBigQuery breakAppend(Status status) {
    appendAnswers.add(observer -> observer.onError(status.asRuntimeException()));
    return this;
  }

  /** The next append is never answered. */
  ScriptedBigQuery ignoreAppend() {
    appendAnswers.add(observer -> {});
    return this;
  }

  /** The texts of the rows it said yes to, of one column, in order. */
  List<String> stored() {
    return stored;
  }

  /** How many clients are connected. */
  int connections() {
    return connections.get();
  }

  /** Each call in a few words: {@code flush STREAM OFFSET}, {@code append OFFSET +ROWS}. */
  List<String> calls() {
    return calls;
  }

  @Override
  public void flushRows(FlushRowsRequest request, StreamObserver<FlushRowsResponse> observer) {
    calls.add("flush " + request.getWriteStream() + " " + request.getOffset().getValue());
    answer(observer, FlushRowsResponse.getDefaultInstance());
  }

  @Override
  public void getWriteStream(GetWriteStreamRequest request, StreamObserver<WriteStream> observer) {
    calls.add("get " + request.getName());
    answer(observer, WriteStream.getDefaultInstance());
  }

  @Override
  public void createWriteStream(
      CreateWriteStreamRequest request, StreamObserver<WriteStream> observer) {
    calls.add("create " + request.getWriteStream().getType());
    String name = request.getParent() + "/streams/s1";
    answer(observer, WriteStream.newBuilder().setName(name).build());
  }

  @Override
  public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> observer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(AppendRowsRequest request) {
        int rows = request.getProtoRows().getRows().getSerializedRowsCount();
        Object offset = request.hasOffset() ? request.getOffset().getValue() : "end";
        calls.add("append " + offset + " +" + rows);
        Consumer<StreamObserver<AppendRowsResponse>> answer = appendAnswers.poll();
        if (answer == null) {
          for (ByteString row : request.getProtoRows().getRows().getSerializedRowsList()) {
            stored.add(onlyText(row));
          }
          observer.onNext(yes(request));
        } else {
          answer.accept(observer);
        }
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        if (!deaf) {
          observer.onCompleted();
        }
      }
    };
  }

  private final class Connections extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      connections.incrementAndGet();
      return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
      connections.decrementAndGet();
    }
  }

  private static String onlyText(ByteString row) {
    try {
      return UnknownFieldSet.parseFrom(row).getField(1).getLengthDelimitedList().stream()
          .map(ByteString::toStringUtf8)
          .collect(Collectors.joining());
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AppendRowsResponse yes(AppendRowsRequest request) {
    return AppendRowsResponse.newBuilder()
        .setAppendResult(
            AppendRowsResponse.AppendResult.newBuilder().setOffset(request.getOffset()))
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ScriptedBigQuery refuse(Exception refusal) {
    answers.add(observer -> observer.onError(refusal));
    return this;
  }

  private <T> void answer(StreamObserver<T> observer, T yes) {
    Consumer<StreamObserver<?>> answer = answers.poll();
    if (answer != null) {
      answer.accept(observer);
      return;
    }
    observer.onNext(yes);
    observer.onCompleted();
  }
}
