package io.nowfeed.bench.bigquery;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse.AppendResult;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc.BigQueryWriteImplBase;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.cloud.bigquery.storage.v1.FlushRowsResponse;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.Int64Value;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers every append at once and keeps nothing but the number of rows, so that what is measured
 * is the writer. A flush of rows that did not come fails.
 */
final class AcknowledgingService extends BigQueryWriteImplBase {
  private final AtomicLong end = new AtomicLong();

  @Override
  public void createWriteStream(
      CreateWriteStreamRequest request, StreamObserver<WriteStream> observer) {
    end.set(0);
    answer(observer, stream(request.getParent() + "/streams/" + UUID.randomUUID()));
  }

  @Override
  public void getWriteStream(GetWriteStreamRequest request, StreamObserver<WriteStream> observer) {
    answer(observer, stream(request.getName()));
  }

  private static WriteStream stream(String name) {
    return WriteStream.newBuilder()
        .setName(name)
        .setType(WriteStream.Type.BUFFERED)
        .setLocation("us")
        .setTableSchema(VisitTable.schema())
        .build();
  }

  @Override
  public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> observer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(AppendRowsRequest request) {
        int rows = request.getProtoRows().getRows().getSerializedRowsCount();
        long offset = end.getAndAdd(rows);
        AppendResult result = AppendResult.newBuilder().setOffset(Int64Value.of(offset)).build();
        observer.onNext(
            AppendRowsResponse.newBuilder()
                .setWriteStream(request.getWriteStream())
                .setAppendResult(result)
                .build());
      }

      @Override
      public void onError(Throwable cause) {
        // The writer has gone; there is nothing to let go of.
      }

      @Override
      public void onCompleted() {
        observer.onCompleted();
      }
    };
  }

  @Override
  public void flushRows(FlushRowsRequest request, StreamObserver<FlushRowsResponse> observer) {
    long offset = request.getOffset().getValue();
    if (offset + 1 > end.get()) {
      observer.onError(
          Status.OUT_OF_RANGE
              .withDescription("Flush up to " + offset + ", but " + end.get() + " rows came")
              .asRuntimeException());
      return;
    }
    answer(observer, FlushRowsResponse.newBuilder().setOffset(offset).build());
  }

  @Override
  public void finalizeWriteStream(
      FinalizeWriteStreamRequest request, StreamObserver<FinalizeWriteStreamResponse> observer) {
    answer(observer, FinalizeWriteStreamResponse.newBuilder().setRowCount(end.get()).build());
  }

  private static <T> void answer(StreamObserver<T> observer, T answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }
}
