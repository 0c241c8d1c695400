package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse.AppendResult;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Int64Value;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.nowfeed.bigquery.local.Faults.Once;
import io.nowfeed.bigquery.local.WriteStreams.Appended;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One AppendRows connection. Stream name and writer schema come with the first request only, or
 * with a switch to another stream (several tables may share a connection); gRPC calls the methods
 * one at a time.
 */
final class AppendConnection implements StreamObserver<AppendRowsRequest> {
  /** The client's own limit, {@code StreamWriter.getApiMaxRequestBytes()}. */
  static final int MAX_REQUEST_BYTES = 20 * 1024 * 1024;

  private final WriteStreams streams;
  private final Faults faults;
  private final StreamObserver<AppendRowsResponse> observer;
  private final Map<String, Writer> writers = new HashMap<>();
  private String stream = "";
  private boolean broken;

  AppendConnection(
      WriteStreams streams, Faults faults, StreamObserver<AppendRowsResponse> observer) {
    this.streams = streams;
    this.faults = faults;
    this.observer = observer;
  }

  /** What is known of a stream's writer on this connection. */
  private static final class Writer {
    private final Descriptor descriptor;
    private RowDecoder decoder;
    private TableSchema knownSchema;

    private Writer(Descriptor descriptor) {
      this.descriptor = descriptor;
    }
  }

  @Override
  public void onNext(AppendRowsRequest request) {
    if (broken) {
      return;
    }
    if (faults.isUnavailable() || faults.take(Once.APPEND_REFUSED)) {
      breakOff(Status.UNAVAILABLE.withDescription("Injected: unavailable").asRuntimeException());
      return;
    }
    try {
      strikeStream(request);
      AppendRowsResponse response = append(request);
      boolean stored = !response.hasError();
      answer(stored && faults.take(Once.APPEND_DUPLICATED) ? append(request) : response);
    } catch (StorageRefusal refusal) {
      breakOff(refusal.toException());
    } catch (SQLException | RuntimeException e) {
      breakOff(WriteService.unexpected(e));
    }
  }

  /** What is ordered to happen to the stream before its append arrives. */
  private void strikeStream(AppendRowsRequest request) throws SQLException {
    String struck = request.getWriteStream().isEmpty() ? stream : request.getWriteStream();
    if (StreamState.isDefault(struck)) {
      return;
    }
    if (faults.take(Once.STREAM_FINALIZED)) {
      streams.finish(struck);
    }
    if (faults.take(Once.STREAM_FORGOTTEN)) {
      streams.forget(struck);
    }
  }

  private void answer(AppendRowsResponse response) {
    if (!response.hasError() && faults.take(Once.APPEND_RESPONSE_LOST)) {
      breakOff(
          Status.UNAVAILABLE
              .withDescription("Injected: stored, but the response is lost")
              .asRuntimeException());
      return;
    }
    observer.onNext(response);
  }

  private AppendRowsResponse append(AppendRowsRequest request) throws SQLException {
    Writer writer = writer(request);
    try {
      refuseByOrder(request);
      Appended appended =
          streams.append(stream, offset(request), table -> decode(request, writer, table));
      return stored(writer, appended);
    } catch (StorageRefusal refusal) {
      if (!refusal.inBand()) {
        throw refusal;
      }
      return response().setError(refusal.toStatus()).build();
    } catch (RowsRefused refused) {
      return refused(refused);
    }
  }

  private void refuseByOrder(AppendRowsRequest request) {
    if (faults.isExhausted()) {
      throw StorageRefusal.exhausted(stream);
    }
    if (request.hasOffset() && faults.take(Once.APPEND_OUT_OF_RANGE)) {
      long received = request.getOffset().getValue();
      throw StorageRefusal.offsetBeyond(stream, Math.max(0, received - 1), received);
    }
  }

  private Writer writer(AppendRowsRequest request) {
    if (!request.getWriteStream().isEmpty()) {
      stream = request.getWriteStream();
    }
    refuseUnreadable(request);
    if (request.getProtoRows().hasWriterSchema()) {
      Descriptor descriptor =
          WriterSchema.descriptor(request.getProtoRows().getWriterSchema(), stream);
      writers.put(stream, new Writer(descriptor));
    }
    Writer writer = writers.get(stream);
    if (writer == null) {
      throw StorageRefusal.invalidArgument(
          stream, "Schema must be specified for the initial request");
    }
    return writer;
  }

  private void refuseUnreadable(AppendRowsRequest request) {
    if (request.getSerializedSize() > MAX_REQUEST_BYTES) {
      throw StorageRefusal.invalidArgument(
          stream,
          "AppendRows request too large: %d, limit %d"
              .formatted(request.getSerializedSize(), MAX_REQUEST_BYTES));
    }
    if (!request.hasProtoRows()) {
      throw StorageRefusal.invalidArgument(
          stream, "The local BigQuery takes rows in protobuf only, not Arrow");
    }
  }

  private static OptionalLong offset(AppendRowsRequest request) {
    return request.hasOffset()
        ? OptionalLong.of(request.getOffset().getValue())
        : OptionalLong.empty();
  }

  private DecodedRows decode(AppendRowsRequest request, Writer writer, TableEntry table) {
    if (writer.decoder == null || !writer.decoder.fits(table, writer.descriptor)) {
      writer.decoder = new RowDecoder(table, writer.descriptor, stream);
    }
    return writer.decoder.decode(request.getProtoRows().getRows().getSerializedRowsList());
  }

  private AppendRowsResponse stored(Writer writer, Appended appended) {
    AppendResult.Builder result = AppendResult.newBuilder();
    appended.offset().ifPresent(offset -> result.setOffset(Int64Value.of(offset)));
    AppendRowsResponse.Builder response = response().setAppendResult(result);
    boolean changed = writer.knownSchema != null && !writer.knownSchema.equals(appended.schema());
    writer.knownSchema = appended.schema();
    return changed ? response.setUpdatedSchema(appended.schema()).build() : response.build();
  }

  private AppendRowsResponse refused(RowsRefused refused) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT_VALUE)
            .setMessage(
                "Errors found while processing rows. Please refer to the row_errors field for"
                    + " details. Entity: "
                    + stream);
    return response().setError(status).addAllRowErrors(refused.errors()).build();
  }

  private AppendRowsResponse.Builder response() {
    return AppendRowsResponse.newBuilder().setWriteStream(stream);
  }

  private void breakOff(RuntimeException cause) {
    broken = true;
    observer.onError(cause);
  }

  @Override
  public void onError(Throwable cause) {
    broken = true;
  }

  @Override
  public void onCompleted() {
    if (!broken) {
      observer.onCompleted();
    }
  }
}
