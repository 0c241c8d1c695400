package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a record type against a table's columns: builds the encoder, and collects everything that
 * does not fit rather than stopping at the first.
 */
final class SchemaMatch {
  private final List<String> mismatches = new ArrayList<>();

  /** What does not fit, a sentence each; empty if all does. */
  List<String> mismatches() {
    return mismatches;
  }

  /** The encoder is of use only if there are no {@link #mismatches}. */
  StructEncoder struct(
      Class<?> type, List<TableFieldSchema> columns, Descriptor message, String prefix) {
    List<FieldEncoder> fields = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = ColumnNames.ofComponent(component.getName());
      int index = indexOf(columns, name);
      if (index < 0) {
        add("component %s of %s has no column %s", component.getName(), type, prefix + name);
      } else {
        used.add(name);
        FieldDescriptor field = message.getFields().get(index);
        column(component, columns.get(index), field, prefix).ifPresent(fields::add);
      }
    }
    addRequired(type, columns, used, prefix);
    return new StructEncoder(fields);
  }

  private void addRequired(
      Class<?> type, List<TableFieldSchema> columns, Set<String> used, String prefix) {
    for (TableFieldSchema column : columns) {
      if (isRequired(column) && !used.contains(ColumnNames.normal(column.getName()))) {
        add("column %s is REQUIRED, and %s has no component", prefix + column.getName(), type);
      }
    }
  }

  private Optional<FieldEncoder> column(
      RecordComponent component, TableFieldSchema column, FieldDescriptor field, String prefix) {
    String name = prefix + column.getName();
    if (column.getMode() == TableFieldSchema.Mode.REPEATED) {
      Class<?> element = elementType(component.getGenericType());
      return value(element, component, column, field, name)
          .map(encoder -> FieldEncoders.repeated(component, encoder, name));
    }
    Optional<ValueEncoder> encoder = value(component.getType(), component, column, field, name);
    if (component.getType().isPrimitive()) {
      return encoder.map(
          any -> FieldEncoders.primitive(component, column.getType(), field.getNumber(), name));
    }
    return encoder.map(it -> FieldEncoders.single(component, it, isRequired(column), name));
  }

  private Optional<ValueEncoder> value(
      Class<?> java,
      RecordComponent component,
      TableFieldSchema column,
      FieldDescriptor field,
      String name) {
    if (java != null && java.isRecord() && column.getType() == TableFieldSchema.Type.STRUCT) {
      List<TableFieldSchema> columns = column.getFieldsList();
      StructEncoder struct = struct(java, columns, field.getMessageType(), name + ".");
      return Optional.of(struct.nested(field.getNumber()));
    }
    Optional<ValueEncoder> encoder =
        java == null || isPicoseconds(column, field)
            ? Optional.empty()
            : ScalarEncoders.find(column.getType(), java, field.getNumber());
    if (encoder.isEmpty()) {
      String actual = component.getGenericType().getTypeName();
      add(
          "column %s is %s and takes %s, but component %s is %s",
          name, typeOf(column), accepted(column, field), component.getName(), actual);
    }
    return encoder;
  }

  private static String accepted(TableFieldSchema column, FieldDescriptor field) {
    Optional<String> accepted =
        column.getType() == TableFieldSchema.Type.STRUCT
            ? Optional.of("a record")
            : ScalarEncoders.accepted(column.getType());
    if (accepted.isEmpty() || isPicoseconds(column, field)) {
      return "nothing this sink can write";
    }
    boolean repeated = column.getMode() == TableFieldSchema.Mode.REPEATED;
    return repeated ? "a List of " + accepted.get() : accepted.get();
  }

  private static String typeOf(TableFieldSchema column) {
    boolean repeated = column.getMode() == TableFieldSchema.Mode.REPEATED;
    return repeated ? "REPEATED " + column.getType() : column.getType().toString();
  }

  /** TIMESTAMP(12), which travels as a string. */
  private static boolean isPicoseconds(TableFieldSchema column, FieldDescriptor field) {
    return column.getType() == TableFieldSchema.Type.TIMESTAMP
        && field.getJavaType() != FieldDescriptor.JavaType.LONG;
  }

  /** What a collection holds; null if it is no collection, or does not say. */
  private static Class<?> elementType(Type type) {
    if (type instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> raw
        && Collection.class.isAssignableFrom(raw)) {
      Type element = generic.getActualTypeArguments()[0];
      Type bound = element instanceof WildcardType any ? any.getUpperBounds()[0] : element;
      return bound instanceof Class<?> known ? known : null;
    }
    return null;
  }

  private static boolean isRequired(TableFieldSchema column) {
    return column.getMode() == TableFieldSchema.Mode.REQUIRED;
  }

  private static int indexOf(List<TableFieldSchema> columns, String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (ColumnNames.normal(columns.get(i).getName()).equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private void add(String sentence, Object... words) {
    Object[] plain = words.clone();
    for (int i = 0; i < plain.length; i++) {
      plain[i] = plain[i] instanceof Class<?> type ? type.getSimpleName() : plain[i];
    }
    mismatches.add(String.format(sentence, plain));
  }
}
