package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc.BigQueryWriteImplBase;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.cloud.bigquery.storage.v1.FlushRowsResponse;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.cloud.bigquery.storage.v1.WriteStreamView;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.nowfeed.bigquery.local.Faults.Once;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Storage Write protocol on top of {@link WriteStreams}. It answers INTERNAL or UNKNOWN only
 * when a fault is ordered: the official client would retry those for minutes.
 */
final class WriteService extends BigQueryWriteImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(WriteService.class);

  private final WriteStreams streams;
  private final Faults faults;
  private final Clock clock;

  WriteService(WriteStreams streams, Faults faults, Clock clock) {
    this.streams = streams;
    this.faults = faults;
    this.clock = clock;
  }

  /** What a call comes to. */
  @FunctionalInterface
  private interface Answer<T> {
    T get() throws SQLException;
  }

  @Override
  public void createWriteStream(
      CreateWriteStreamRequest request, StreamObserver<WriteStream> observer) {
    respond(observer, () -> streams.create(TableName.parse(request.getParent()), type(request)));
  }

  private static WriteStream.Type type(CreateWriteStreamRequest request) {
    WriteStream.Type type = request.getWriteStream().getType();
    return switch (type) {
      case COMMITTED, BUFFERED, PENDING -> type;
      case TYPE_UNSPECIFIED -> WriteStream.Type.COMMITTED;
      case UNRECOGNIZED ->
          throw StorageRefusal.invalidType(request.getParent(), "Unknown stream type");
    };
  }

  @Override
  public void getWriteStream(GetWriteStreamRequest request, StreamObserver<WriteStream> observer) {
    respond(observer, () -> view(streams.get(request.getName()), request.getView()));
  }

  /** Only the full view has the schema. */
  private static WriteStream view(WriteStream stream, WriteStreamView view) {
    return view == WriteStreamView.FULL ? stream : stream.toBuilder().clearTableSchema().build();
  }

  @Override
  public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> observer) {
    return new AppendConnection(streams, faults, new Answers<>(observer, faults));
  }

  @Override
  public void flushRows(FlushRowsRequest request, StreamObserver<FlushRowsResponse> observer) {
    respond(new Answers<>(observer, faults), () -> flush(request));
  }

  private FlushRowsResponse flush(FlushRowsRequest request) throws SQLException {
    if (!request.hasOffset()) {
      throw StorageRefusal.invalidArgument(
          request.getWriteStream(), "The offset to flush up to must be set");
    }
    if (faults.take(Once.FLUSH_FAILED_BEFORE)) {
      throw injected("Injected: flush failed before it took effect");
    }
    long offset = request.getOffset().getValue();
    streams.flush(request.getWriteStream(), offset);
    if (faults.take(Once.FLUSH_FAILED_AFTER)) {
      throw injected("Injected: flush failed after it took effect");
    }
    return FlushRowsResponse.newBuilder().setOffset(offset).build();
  }

  private static StatusRuntimeException injected(String text) {
    return Status.INTERNAL.withDescription(text).asRuntimeException();
  }

  @Override
  public void finalizeWriteStream(
      FinalizeWriteStreamRequest request, StreamObserver<FinalizeWriteStreamResponse> observer) {
    respond(
        observer,
        () ->
            FinalizeWriteStreamResponse.newBuilder()
                .setRowCount(streams.finish(request.getName()))
                .build());
  }

  @Override
  public void batchCommitWriteStreams(
      BatchCommitWriteStreamsRequest request,
      StreamObserver<BatchCommitWriteStreamsResponse> observer) {
    respond(observer, () -> commit(request));
  }

  /** A commit time tells that it happened. */
  private BatchCommitWriteStreamsResponse commit(BatchCommitWriteStreamsRequest request)
      throws SQLException {
    TableName parent = TableName.parse(request.getParent());
    List<StorageError> errors = streams.commit(parent, request.getWriteStreamsList());
    if (!errors.isEmpty()) {
      return BatchCommitWriteStreamsResponse.newBuilder().addAllStreamErrors(errors).build();
    }
    return BatchCommitWriteStreamsResponse.newBuilder()
        .setCommitTime(Timestamps.fromMillis(clock.millis()))
        .build();
  }

  private static <T> void respond(StreamObserver<T> observer, Answer<T> answer) {
    T response;
    try {
      response = answer.get();
    } catch (StorageRefusal refusal) {
      observer.onError(refusal.toException());
      return;
    } catch (StatusRuntimeException fault) {
      observer.onError(fault);
      return;
    } catch (SQLException | RuntimeException e) {
      observer.onError(unexpected(e));
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  /** A code the official client does not retry, so that a mistake shows at once. */
  static StatusRuntimeException unexpected(Exception cause) {
    LOG.error("A write call failed", cause);
    String reason = cause instanceof SQLException sql ? Database.reason(sql) : cause.toString();
    return Status.FAILED_PRECONDITION
        .withDescription("Local BigQuery: " + reason)
        .asRuntimeException();
  }
}
