package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.protobuf.Any;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/**
 * The write protocol's "no": a gRPC code and the {@code StorageError} the official client reads to
 * tell a repeated append from a gap.
 */
final class StorageRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What an ordered lack of quota says. */
  static final String EXHAUSTED = "Injected: Exceeds quota (status: INSUFFICIENT_TOKENS)";

  private final Status.Code code;
  private final StorageErrorCode reason;
  private final String entity;

  StorageRefusal(Status.Code code, StorageErrorCode reason, String entity, String text) {
    super(text);
    this.code = code;
    this.reason = reason;
    this.entity = entity;
  }

  static StorageRefusal invalidArgument(String entity, String text) {
    return new StorageRefusal(
        Status.Code.INVALID_ARGUMENT,
        StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED,
        entity,
        text);
  }

  static StorageRefusal invalidType(String stream, String text) {
    return new StorageRefusal(
        Status.Code.INVALID_ARGUMENT, StorageErrorCode.INVALID_STREAM_TYPE, stream, text);
  }

  static StorageRefusal streamNotFound(String stream) {
    return new StorageRefusal(
        Status.Code.NOT_FOUND,
        StorageErrorCode.STREAM_NOT_FOUND,
        stream,
        "Requested entity was not found.");
  }

  static StorageRefusal tableNotFound(TableName table) {
    return new StorageRefusal(
        Status.Code.NOT_FOUND,
        StorageErrorCode.TABLE_NOT_FOUND,
        table.path(),
        "Not found: Table " + table.display());
  }

  static StorageRefusal finalized(String stream) {
    return new StorageRefusal(
        Status.Code.INVALID_ARGUMENT,
        StorageErrorCode.STREAM_FINALIZED,
        stream,
        "Stream has been finalized and cannot be appended or flushed.");
  }

  static StorageRefusal offsetExists(String stream, long expected, long received) {
    return new StorageRefusal(
        Status.Code.ALREADY_EXISTS,
        StorageErrorCode.OFFSET_ALREADY_EXISTS,
        stream,
        "The offset is within stream, " + offsets(expected, received));
  }

  static StorageRefusal offsetBeyond(String stream, long expected, long received) {
    return new StorageRefusal(
        Status.Code.OUT_OF_RANGE,
        StorageErrorCode.OFFSET_OUT_OF_RANGE,
        stream,
        "The offset is beyond stream, " + offsets(expected, received));
  }

  /** The official client reads the two numbers out of the text. */
  private static String offsets(long expected, long received) {
    return "expected offset " + expected + ", received " + received;
  }

  /** What the service says when a quota is used up, an ordered fault here. */
  static StorageRefusal exhausted(String stream) {
    return new StorageRefusal(
        Status.Code.RESOURCE_EXHAUSTED,
        StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED,
        stream,
        EXHAUSTED);
  }

  /**
   * Whether an append answers this inside its response, leaving the connection open. What is wrong
   * with the connection itself (no such stream, no schema) ends the connection instead.
   */
  boolean inBand() {
    if (code == Status.Code.RESOURCE_EXHAUSTED) {
      return true;
    }
    return switch (reason) {
      case OFFSET_ALREADY_EXISTS,
          OFFSET_OUT_OF_RANGE,
          STREAM_FINALIZED,
          INVALID_STREAM_TYPE,
          SCHEMA_MISMATCH_EXTRA_FIELDS ->
          true;
      default -> false;
    };
  }

  StorageError toStorageError() {
    return StorageError.newBuilder()
        .setCode(reason)
        .setEntity(entity)
        .setErrorMessage(getMessage())
        .build();
  }

  com.google.rpc.Status toStatus() {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(getMessage() + " Entity: " + entity);
    if (reason != StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED) {
      status.addDetails(Any.pack(toStorageError()));
    }
    return status.build();
  }

  StatusRuntimeException toException() {
    return StatusProto.toStatusRuntimeException(toStatus());
  }
}
