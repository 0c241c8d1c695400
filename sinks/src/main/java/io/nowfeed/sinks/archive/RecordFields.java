package io.nowfeed.sinks.archive;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** Reads the components of a record type in the order of its schema's fields. */
final class RecordFields {
  private final Method[] accessors;

  private RecordFields(Method[] accessors) {
    this.accessors = accessors;
  }

  /**
   * How a row is read, and the records within it, by the full name of each one's schema.
   *
   * @throws IllegalArgumentException if components are not the fields of the schema, by name
   */
  static Map<String, RecordFields> of(Class<?> row, Schema schema) {
    Map<String, RecordFields> all = new HashMap<>();
    add(row, schema, all);
    return all;
  }

  private static void add(Class<?> row, Schema schema, Map<String, RecordFields> all) {
    Map<String, RecordComponent> components =
        Arrays.stream(row.getRecordComponents())
            .collect(Collectors.toMap(RecordFields::fieldName, Function.identity()));
    List<String> fields = schema.getFields().stream().map(Schema.Field::name).toList();
    if (components.size() != fields.size() || !components.keySet().containsAll(fields)) {
      throw new IllegalArgumentException(
          "Record "
              + row.getSimpleName()
              + " does not fit the schema "
              + schema.getFullName()
              + ": the record has "
              + components.keySet().stream().sorted().toList()
              + ", the schema "
              + fields.stream().sorted().toList());
    }
    all.put(schema.getFullName(), new RecordFields(accessors(fields, components)));
    for (Schema.Field field : schema.getFields()) {
      if (field.schema().getType() == Schema.Type.ARRAY
          && field.schema().getElementType().getType() == Schema.Type.RECORD) {
        add(elementOf(components.get(field.name())), field.schema().getElementType(), all);
      }
    }
  }

  private static Method[] accessors(List<String> fields, Map<String, RecordComponent> components) {
    return fields.stream().map(field -> components.get(field).getAccessor()).toArray(Method[]::new);
  }

  private static Class<?> elementOf(RecordComponent list) {
    return (Class<?>) ((ParameterizedType) list.getGenericType()).getActualTypeArguments()[0];
  }

  /** {@code userId} in Java is {@code user_id} in the files. */
  private static String fieldName(RecordComponent component) {
    return component.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /** A component's value; a constant of an enum by its name. */
  Object value(Object record, int position) {
    try {
      Object value = accessors[position].invoke(record);
      return value instanceof Enum<?> constant ? constant.name() : value;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Cannot read record component " + accessors[position], e);
    }
  }
}
