package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.AnnotationsProto;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Decodes a message into its columns' values: a whole row, or a STRUCT within one. */
final class RecordDecoder {
  private final List<FieldDecoder> fields = new ArrayList<>();

  /**
   * Binds fields to columns.
   *
   * @param unbound the fields by their columns' names; empty afterwards
   */
  RecordDecoder(
      List<TableFieldSchema> columns,
      Map<String, FieldDescriptor> unbound,
      String path,
      String stream) {
    for (TableFieldSchema column : columns) {
      FieldDescriptor field = unbound.remove(column.getName().toLowerCase(Locale.ROOT));
      fields.add(FieldDecoder.of(column, field, path + "." + column.getName(), stream));
    }
    if (!unbound.isEmpty()) {
      throw extraFields(unbound, path, stream);
    }
  }

  static RecordDecoder of(
      List<TableFieldSchema> columns, Descriptor descriptor, String path, String stream) {
    return new RecordDecoder(columns, fieldsByColumn(descriptor), path, stream);
  }

  /** The values in column order; null for what the message does not have. */
  List<Object> decode(Message message) {
    List<Object> values = new ArrayList<>(fields.size());
    for (FieldDecoder field : fields) {
      values.add(field.decode(message));
    }
    return values;
  }

  /** In lower case: column names match whatever their case, as in BigQuery. */
  static Map<String, FieldDescriptor> fieldsByColumn(Descriptor descriptor) {
    Map<String, FieldDescriptor> fields = new HashMap<>();
    for (FieldDescriptor field : descriptor.getFields()) {
      fields.put(columnName(field).toLowerCase(Locale.ROOT), field);
    }
    return fields;
  }

  /** Columns whose names a proto field cannot have are named by an annotation. */
  private static String columnName(FieldDescriptor field) {
    String annotated = field.getOptions().getExtension(AnnotationsProto.columnName);
    return annotated.isEmpty() ? field.getName() : annotated;
  }

  private static StorageRefusal extraFields(
      Map<String, FieldDescriptor> unbound, String path, String stream) {
    return new StorageRefusal(
        Status.Code.INVALID_ARGUMENT,
        StorageErrorCode.SCHEMA_MISMATCH_EXTRA_FIELDS,
        stream,
        "Input schema has more fields than BigQuery schema, extra fields of "
            + path
            + ": "
            + unbound.keySet().stream().sorted().toList());
  }
}
