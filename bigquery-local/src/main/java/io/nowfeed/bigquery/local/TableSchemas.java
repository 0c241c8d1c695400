package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a REST table schema into the write protocol's. */
final class TableSchemas {
  /** What changes how BigQuery stores a value, and would be silently ignored here. */
  private static final List<String> UNSUPPORTED = List.of("defaultValueExpression", "collation");

  /** BigQuery's own, and that of the staging tables' offset column. */
  private static final List<String> RESERVED =
      List.of("_TABLE_", "_FILE_", "_PARTITION", "_CHANGE_", "_NOWFEED_");

  private TableSchemas() {}

  /**
   * Reads {@code {"fields": [...]}}.
   *
   * @throws RestRefusal if it has no fields, two of one name, or a type that is not supported
   */
  static TableSchema parse(JsonNode schema) {
    TableSchema.Builder parsed = TableSchema.newBuilder();
    JsonNode fields = schema.path("fields");
    refuseDoubles(fields);
    fields.forEach(field -> parsed.addFields(field(field)));
    if (parsed.getFieldsCount() == 0) {
      throw RestRefusal.unsupported("a table without a schema");
    }
    return parsed.build();
  }

  /** One column, with its members when it is a RECORD. */
  static TableFieldSchema field(JsonNode field) {
    String name = field.path("name").asText();
    refuseUnsupported(name, field);
    TableFieldSchema.Builder parsed =
        TableFieldSchema.newBuilder()
            .setName(name)
            .setType(type(name, field.path("type").asText()))
            .setMode(mode(name, field.path("mode").asText("NULLABLE")))
            .setMaxLength(field.path("maxLength").asLong())
            .setPrecision(field.path("precision").asLong())
            .setScale(field.path("scale").asLong());
    refuseDoubles(field.path("fields"));
    field.path("fields").forEach(member -> parsed.addFields(field(member)));
    if (parsed.getType() == TableFieldSchema.Type.STRUCT && parsed.getFieldsCount() == 0) {
      throw RestRefusal.invalid("Field " + name + " is type RECORD but has no schema");
    }
    ColumnLimits.refuseInvalid(parsed.build());
    return parsed.build();
  }

  private static void refuseUnsupported(String name, JsonNode field) {
    if (!name.matches("[\\p{L}\\p{M}\\p{N}_ &%=+:'<>#|-]{1,300}")) {
      throw RestRefusal.invalid("Invalid field name \"" + name + "\"");
    }
    if (RESERVED.stream().anyMatch(name.toUpperCase(Locale.ROOT)::startsWith)) {
      throw RestRefusal.invalid("Invalid field name \"" + name + "\": its prefix is reserved");
    }
    for (String property : UNSUPPORTED) {
      if (field.hasNonNull(property) && !field.path(property).asText().isEmpty()) {
        throw RestRefusal.unsupported(property + " of field " + name);
      }
    }
    if (field.path("roundingMode").asText().equals("ROUND_HALF_EVEN")) {
      throw RestRefusal.unsupported("roundingMode ROUND_HALF_EVEN of field " + name);
    }
  }

  private static void refuseDoubles(JsonNode fields) {
    Set<String> names = new HashSet<>();
    for (JsonNode field : fields) {
      if (!names.add(field.path("name").asText().toLowerCase(Locale.ROOT))) {
        throw RestRefusal.invalid("Duplicate field name " + field.path("name").asText());
      }
    }
  }

  private static Mode mode(String name, String mode) {
    return switch (mode.toUpperCase(Locale.ROOT)) {
      case "NULLABLE" -> Mode.NULLABLE;
      case "REQUIRED" -> Mode.REQUIRED;
      case "REPEATED" -> Mode.REPEATED;
      default -> throw RestRefusal.invalid("Invalid mode " + mode + " of field " + name);
    };
  }

  private static TableFieldSchema.Type type(String name, String type) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "STRING" -> TableFieldSchema.Type.STRING;
      case "INTEGER", "INT64" -> TableFieldSchema.Type.INT64;
      case "FLOAT", "FLOAT64" -> TableFieldSchema.Type.DOUBLE;
      case "BOOLEAN", "BOOL" -> TableFieldSchema.Type.BOOL;
      case "BYTES" -> TableFieldSchema.Type.BYTES;
      case "TIMESTAMP" -> TableFieldSchema.Type.TIMESTAMP;
      case "DATE" -> TableFieldSchema.Type.DATE;
      case "TIME" -> TableFieldSchema.Type.TIME;
      case "DATETIME" -> TableFieldSchema.Type.DATETIME;
      case "NUMERIC", "DECIMAL" -> TableFieldSchema.Type.NUMERIC;
      case "BIGNUMERIC", "BIGDECIMAL" -> TableFieldSchema.Type.BIGNUMERIC;
      case "JSON" -> TableFieldSchema.Type.JSON;
      case "GEOGRAPHY" -> TableFieldSchema.Type.GEOGRAPHY;
      case "RECORD", "STRUCT" -> TableFieldSchema.Type.STRUCT;
      default -> throw RestRefusal.unsupported("type \"" + type + "\" of field " + name);
    };
  }
}
