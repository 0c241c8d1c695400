package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which proto type a column takes and what value comes of it, as "Supported protocol buffer data
 * types" of the BigQuery documentation says
 * (https://cloud.google.com/bigquery/docs/supported-data-types).
 */
final class ValueDecoder {
  private static final Set<JavaType> WHOLE = EnumSet.of(JavaType.INT, JavaType.LONG);

  private ValueDecoder() {}

  static boolean accepts(TableFieldSchema.Type column, FieldDescriptor field) {
    if (column == TableFieldSchema.Type.STRUCT) {
      return field.getJavaType() == JavaType.MESSAGE;
    }
    if (field.getJavaType() != JavaType.MESSAGE) {
      return acceptsScalar(column, field);
    }
    if (ProtoScalar.isTimestamp(field.getMessageType())) {
      return column == TableFieldSchema.Type.TIMESTAMP;
    }
    return ProtoScalar.isWrapper(field.getMessageType())
        && acceptsScalar(column, field.getMessageType().findFieldByName("value"));
  }

  private static boolean acceptsScalar(TableFieldSchema.Type column, FieldDescriptor field) {
    JavaType type = field.getJavaType();
    boolean unsignedLong = field.getType() == FieldDescriptor.Type.UINT64;
    return switch (column) {
      case INT64 -> (WHOLE.contains(type) && !unsignedLong) || type == JavaType.ENUM;
      case DOUBLE -> type == JavaType.DOUBLE || type == JavaType.FLOAT;
      case BOOL -> WHOLE.contains(type) || type == JavaType.BOOLEAN;
      case BYTES -> type == JavaType.BYTE_STRING || type == JavaType.STRING;
      case STRING -> type == JavaType.STRING || type == JavaType.ENUM;
      case JSON, GEOGRAPHY -> type == JavaType.STRING;
      case DATE, TIME, DATETIME, TIMESTAMP ->
          (WHOLE.contains(type) && !unsignedLong) || type == JavaType.STRING;
      case NUMERIC, BIGNUMERIC ->
          type != JavaType.BOOLEAN && type != JavaType.ENUM && type != JavaType.MESSAGE;
      default -> false;
    };
  }

  /** The proto type's name for an error's reader. */
  static String typeName(FieldDescriptor field) {
    return field.getType().name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value to store, of the Java type DuckDB's appender takes for the column.
   *
   * @param scalar what {@link ProtoScalar} made of the proto value
   * @throws InvalidValueException if the column cannot hold it
   */
  static Object decode(TableFieldSchema.Type column, Object scalar) {
    return switch (column) {
      case INT64 -> scalar instanceof EnumValueDescriptor value ? (long) value.getNumber() : scalar;
      case DOUBLE -> scalar;
      case BOOL -> scalar instanceof Long number ? Boolean.valueOf(number != 0) : scalar;
      case BYTES -> bytes(scalar);
      case STRING -> scalar instanceof EnumValueDescriptor value ? value.getName() : scalar;
      case GEOGRAPHY -> scalar;
      case JSON -> json((String) scalar);
      case DATE -> TimeValues.date(scalar);
      case TIME -> TimeValues.time(scalar);
      case DATETIME -> TimeValues.dateTime(scalar);
      case TIMESTAMP -> TimeValues.timestamp(scalar);
      case NUMERIC -> DecimalValues.numeric(scalar);
      case BIGNUMERIC -> DecimalValues.bigNumeric(scalar);
      default -> throw new InvalidValueException("no values for type " + column);
    };
  }

  private static byte[] bytes(Object scalar) {
    return scalar instanceof ByteString bytes
        ? bytes.toByteArray()
        : ByteString.copyFromUtf8((String) scalar).toByteArray();
  }

  /** DuckDB's appender takes any text for JSON and fails at the query: so it is parsed here. */
  private static String json(String text) {
    try {
      if (Json.MAPPER.readTree(text).isMissingNode()) {
        throw new InvalidValueException("invalid JSON: it is empty");
      }
      return text;
    } catch (JsonProcessingException e) {
      throw new InvalidValueException("invalid JSON: " + e.getOriginalMessage());
    }
  }
}
