package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.RowError.RowErrorCode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.nowfeed.bigquery.local.ChangeDecoder.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decodes the serialized rows of one writer schema into values in the table's column order. */
final class RowDecoder {
  private final TableSchema schema;
  private final List<Integer> primaryKey;
  private final Descriptor descriptor;
  private final ChangeDecoder change;
  private final RecordDecoder record;

  /**
   * Binds a writer's fields to the table's columns.
   *
   * @throws StorageRefusal if the writer has a field the table lacks, or of a type its column does
   *     not take
   */
  RowDecoder(TableEntry table, Descriptor descriptor, String stream) {
    this.schema = table.schema();
    this.primaryKey = table.primaryKey();
    this.descriptor = descriptor;
    Map<String, FieldDescriptor> fields = RecordDecoder.fieldsByColumn(descriptor);
    this.change = ChangeDecoder.take(fields, table, stream);
    this.record = new RecordDecoder(schema.getFieldsList(), fields, "root", stream);
  }

  /** Whether this decoder was made for these two. */
  boolean fits(TableEntry table, Descriptor otherDescriptor) {
    return schema.equals(table.schema())
        && primaryKey.equals(table.primaryKey())
        && descriptor.equals(otherDescriptor);
  }

  /**
   * Decodes all rows.
   *
   * @throws RowsRefused if any row cannot be stored; it names every one that cannot
   */
  DecodedRows decode(List<ByteString> rows) {
    DecodedRows decoded = new DecodedRows(new ArrayList<>(rows.size()), new ArrayList<>());
    List<RowError> errors = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        decode(DynamicMessage.parseFrom(descriptor, rows.get(i)), decoded);
      } catch (InvalidValueException | InvalidProtocolBufferException e) {
        errors.add(error(i, e));
      }
    }
    if (!errors.isEmpty()) {
      throw new RowsRefused(errors);
    }
    return decoded;
  }

  private void decode(DynamicMessage row, DecodedRows decoded) {
    if (change != null) {
      Change said = change.decode(row);
      decoded.changes().add(said);
    }
    decoded.values().add(record.decode(row));
  }

  private static RowError error(int index, Exception cause) {
    return RowError.newBuilder()
        .setIndex(index)
        .setCode(RowErrorCode.FIELDS_ERROR)
        .setMessage(String.valueOf(cause.getMessage()))
        .build();
  }
}
