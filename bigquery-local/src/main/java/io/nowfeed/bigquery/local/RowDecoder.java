package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.RowError.RowErrorCode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;

/** Decodes the serialized rows of one writer schema into values in the table's column order. */
final class RowDecoder {
  private final TableSchema schema;
  private final Descriptor descriptor;
  private final RecordDecoder record;

  /**
   * Binds a writer's fields to the table's columns.
   *
   * @throws StorageRefusal if the writer has a field the table lacks, or of a type its column does
   *     not take
   */
  RowDecoder(TableSchema schema, Descriptor descriptor, String stream) {
    this.schema = schema;
    this.descriptor = descriptor;
    this.record = new RecordDecoder(schema.getFieldsList(), descriptor, "root", stream);
  }

  /** Whether this decoder was made for these two. */
  boolean fits(TableSchema otherSchema, Descriptor otherDescriptor) {
    return schema.equals(otherSchema) && descriptor.equals(otherDescriptor);
  }

  /**
   * Decodes all rows.
   *
   * @throws RowsRefused if any row cannot be stored; it names every one that cannot
   */
  List<List<Object>> decode(List<ByteString> rows) {
    List<List<Object>> decoded = new ArrayList<>(rows.size());
    List<RowError> errors = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        decoded.add(record.decode(DynamicMessage.parseFrom(descriptor, rows.get(i))));
      } catch (InvalidValueException | InvalidProtocolBufferException e) {
        errors.add(error(i, e));
      }
    }
    if (!errors.isEmpty()) {
      throw new RowsRefused(errors);
    }
    return decoded;
  }

  private static RowError error(int index, Exception cause) {
    return RowError.newBuilder()
        .setIndex(index)
        .setCode(RowErrorCode.FIELDS_ERROR)
        .setMessage(String.valueOf(cause.getMessage()))
        .build();
  }
}
