package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A table resource's {@code tableConstraints.primaryKey}. As in BigQuery it is not enforced: it
 * says which rows an UPSERT or DELETE is about.
 */
final class PrimaryKey {
  private static final int MAX_COLUMNS = 16;

  private static final Set<TableFieldSchema.Type> TYPES =
      EnumSet.of(
          TableFieldSchema.Type.BIGNUMERIC,
          TableFieldSchema.Type.BOOL,
          TableFieldSchema.Type.BYTES,
          TableFieldSchema.Type.DATE,
          TableFieldSchema.Type.DATETIME,
          TableFieldSchema.Type.INT64,
          TableFieldSchema.Type.NUMERIC,
          TableFieldSchema.Type.STRING,
          TableFieldSchema.Type.TIMESTAMP);

  private PrimaryKey() {}

  /**
   * The positions of the key's columns in the schema; empty without a key.
   *
   * @throws RestRefusal if a column is unknown, named twice, or of a type that is no key
   */
  static List<Integer> read(JsonNode resource, TableSchema schema) {
    List<Integer> positions = new ArrayList<>();
    for (JsonNode column : resource.path("tableConstraints").path("primaryKey").path("columns")) {
      int position = position(column.asText(), schema);
      if (positions.contains(position)) {
        throw RestRefusal.invalid("Primary key names column " + column.asText() + " twice");
      }
      positions.add(position);
    }
    if (positions.size() > MAX_COLUMNS) {
      throw RestRefusal.invalid(
          "Primary key has %d columns, more than %d".formatted(positions.size(), MAX_COLUMNS));
    }
    return List.copyOf(positions);
  }

  private static int position(String name, TableSchema schema) {
    for (int i = 0; i < schema.getFieldsCount(); i++) {
      TableFieldSchema column = schema.getFields(i);
      if (column.getName().equalsIgnoreCase(name)) {
        refuseUnfit(column);
        return i;
      }
    }
    throw RestRefusal.invalid("Primary key column " + name + " is not in the schema");
  }

  private static void refuseUnfit(TableFieldSchema column) {
    if (column.getMode() == Mode.REPEATED || !TYPES.contains(column.getType())) {
      throw RestRefusal.invalid(
          "Column %s of type %s%s cannot be in a primary key"
              .formatted(
                  column.getName(),
                  column.getMode() == Mode.REPEATED ? "REPEATED " : "",
                  column.getType()));
    }
  }
}
