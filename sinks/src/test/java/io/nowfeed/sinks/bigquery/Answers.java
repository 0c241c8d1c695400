package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.protobuf.Any;
import com.google.rpc.Code;
import io.grpc.Status;

/** What BigQuery says to an append that it does not store. */
final class Answers {
  private Answers() {}

  static AppendRowsResponse refusedRow(int index, String why) {
    return AppendRowsResponse.newBuilder()
        .setError(
            com.google.rpc.Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage("Errors found while processing rows."))
        .addRowErrors(RowError.newBuilder().setIndex(index).setMessage(why))
        .build();
  }

  static AppendRowsResponse error(Status status) {
    return AppendRowsResponse.newBuilder().setError(plain(status)).build();
  }

  /** With the detail that the client tells errors apart by. */
  static AppendRowsResponse error(Status status, StorageError.StorageErrorCode code) {
    StorageError detail = StorageError.newBuilder().setCode(code).setEntity("stream").build();
    return AppendRowsResponse.newBuilder()
        .setError(plain(status).addDetails(Any.pack(detail)))
        .build();
  }

  private static com.google.rpc.Status.Builder plain(Status status) {
    return com.google.rpc.Status.newBuilder()
        .setCode(status.getCode().value())
        .setMessage(String.valueOf(status.getDescription()));
  }
}
