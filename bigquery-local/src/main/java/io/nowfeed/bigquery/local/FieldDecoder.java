package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Decodes one column out of a message: absent, single or repeated. */
final class FieldDecoder {
  private final TableFieldSchema column;
  private final FieldDescriptor field;
  private final String path;
  private final UnaryOperator<Object> value;

  private FieldDecoder(
      TableFieldSchema column, FieldDescriptor field, String path, UnaryOperator<Object> value) {
    this.column = column;
    this.field = field;
    this.path = path;
    this.value = value;
  }

  /** A null {@code field} is a column this writer does not know: NULL in every row. */
  static FieldDecoder of(
      TableFieldSchema column, FieldDescriptor field, String path, String stream) {
    if (field == null) {
      return new FieldDecoder(column, null, path, UnaryOperator.identity());
    }
    if (field.isRepeated() != (column.getMode() == Mode.REPEATED)) {
      throw StorageRefusal.invalidArgument(
          stream, "The proto field at " + path + " and its column differ in being REPEATED");
    }
    return new FieldDecoder(column, field, path, valueDecoder(column, field, path, stream));
  }

  private static UnaryOperator<Object> valueDecoder(
      TableFieldSchema column, FieldDescriptor field, String path, String stream) {
    if (!ValueDecoder.accepts(column.getType(), field)) {
      throw StorageRefusal.invalidArgument(
          stream,
          "The proto field mismatched with BigQuery field at %s, the proto field type %s, BigQuery field type %s"
              .formatted(path, ValueDecoder.typeName(field), column.getType()));
    }
    if (column.getType() == TableFieldSchema.Type.STRUCT) {
      RecordDecoder members =
          RecordDecoder.of(column.getFieldsList(), field.getMessageType(), path, stream);
      return struct -> members.decode((Message) struct);
    }
    return scalar ->
        ColumnLimits.apply(
            column, ValueDecoder.decode(column.getType(), ProtoScalar.of(field, scalar)));
  }

  /**
   * The column's value; a REPEATED column is a list, never null.
   *
   * @throws InvalidValueException if it cannot be stored
   */
  Object decode(Message message) {
    if (column.getMode() == Mode.REPEATED) {
      return decodeRepeated(message);
    }
    if (field != null && message.hasField(field)) {
      return decodeOne(message.getField(field));
    }
    if (column.getMode() == Mode.REQUIRED) {
      throw new InvalidValueException("Field " + path + ": required value is missing");
    }
    return null;
  }

  private List<Object> decodeRepeated(Message message) {
    List<Object> elements = new ArrayList<>();
    if (field != null) {
      for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
        elements.add(decodeOne(message.getRepeatedField(field, i)));
      }
    }
    return elements;
  }

  private Object decodeOne(Object raw) {
    try {
      return value.apply(raw);
    } catch (InvalidValueException e) {
      throw column.getType() == TableFieldSchema.Type.STRUCT ? e : refused(e.getMessage());
    }
  }

  private InvalidValueException refused(String why) {
    return new InvalidValueException("Field " + path + ": " + why);
  }
}
