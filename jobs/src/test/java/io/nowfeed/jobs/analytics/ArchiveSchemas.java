package io.nowfeed.jobs.analytics;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The schema that a table's files should have: the columns of BigQuery's table of that name, with
 * its explanations; null where the column and the row's component can be.
 */
final class ArchiveSchemas {
  private static final String NAMESPACE = "io.nowfeed.archive";

  private ArchiveSchemas() {}

  static Schema of(String table, Class<? extends Record> row) {
    String description =
        BigQueryTables.definition(BigQueryConnection.google("p", "d"), table).getDescription();
    return record(title(table), description, TableColumns.of(table), row);
  }

  private static Schema record(String name, String doc, FieldList columns, Class<?> row) {
    RecordComponent[] components = row.getRecordComponents();
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      fields.add(field(name, columns.get(i), components[i]));
    }
    return Schema.createRecord(name, doc, NAMESPACE, false, fields);
  }

  private static Schema.Field field(String parent, Field column, RecordComponent component) {
    if (column.getMode() == Field.Mode.REPEATED) {
      Schema list = Schema.createArray(type(parent, column, component));
      return new Schema.Field(column.getName(), list, column.getDescription());
    }
    Schema type = type(parent, column, component);
    if (column.getMode() == Field.Mode.REQUIRED || component.getType().isPrimitive()) {
      return new Schema.Field(column.getName(), type, column.getDescription());
    }
    Schema orNull = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
    return new Schema.Field(
        column.getName(), orNull, column.getDescription(), Schema.Field.NULL_DEFAULT_VALUE);
  }

  private static Schema type(String parent, Field column, RecordComponent component) {
    return switch (column.getType().getStandardType()) {
      case STRING -> Schema.create(Schema.Type.STRING);
      case INT64 -> Schema.create(Schema.Type.LONG);
      case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
      case BOOL -> Schema.create(Schema.Type.BOOLEAN);
      case TIMESTAMP -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
      case STRUCT ->
          record(
              parent + "_" + title(column.getName()),
              column.getDescription(),
              column.getSubFields(),
              (Class<?>)
                  ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]);
      default -> throw new IllegalArgumentException("no Avro type for column " + column);
    };
  }

  /** {@code enriched_interactions} is EnrichedInteractions. */
  private static String title(String name) {
    StringBuilder title = new StringBuilder();
    for (String word : name.split("_", -1)) {
      title.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return title.toString();
  }
}
