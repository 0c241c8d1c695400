package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A change of a table resource: columns may be added and REQUIRED ones relaxed, as in BigQuery;
 * none may go or change its type.
 */
final class TablePatch {
  private static final List<String> FIXED =
      List.of("tableReference", "id", "kind", "type", "location", "creationTime", "numRows");

  private TablePatch() {}

  static TableEntry apply(TableEntry table, ObjectNode patch, long nowMillis) {
    ObjectNode changes = patch.deepCopy();
    if (changes.hasNonNull("schema")) {
      changes.set("schema", schema(table, changes.path("schema")));
    }
    return TableEntry.of(table.name(), merged(table, changes, nowMillis));
  }

  /** The resource with what a patch may change of it. */
  static ObjectNode merged(TableEntry table, ObjectNode patch, long nowMillis) {
    ObjectNode changes = patch.deepCopy();
    changes.remove(FIXED);
    ObjectNode resource = table.resource().deepCopy();
    Resources.merge(resource, changes);
    Resources.stampModified(resource, nowMillis);
    return resource;
  }

  /** Present columns keep their order, new ones follow: that is how the rows lie in DuckDB. */
  private static ObjectNode schema(TableEntry table, JsonNode wanted) {
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    wanted.path("fields").forEach(field -> byName.put(key(field.path("name").asText()), field));
    ObjectNode schema = Json.object();
    ArrayNode fields = schema.putArray("fields");
    for (TableFieldSchema present : table.schema().getFieldsList()) {
      JsonNode kept = byName.remove(key(present.getName()));
      refuseChange(present, kept);
      fields.add(kept);
    }
    byName.values().forEach(added -> fields.add(optional(added)));
    return schema;
  }

  private static void refuseChange(TableFieldSchema present, JsonNode kept) {
    if (kept == null) {
      throw RestRefusal.invalid("Field " + present.getName() + " is missing in new schema");
    }
    TableFieldSchema changed = TableSchemas.field(kept);
    boolean relaxed = present.getMode() == Mode.REQUIRED && changed.getMode() == Mode.NULLABLE;
    if (present.getMode() != changed.getMode() && !relaxed) {
      throw RestRefusal.invalid("Field " + present.getName() + " has changed mode");
    }
    if (present.getType() != changed.getType()) {
      throw RestRefusal.invalid("Field " + present.getName() + " has changed type");
    }
    if (ColumnLimits.narrows(present, changed)) {
      throw RestRefusal.invalid(
          "Narrowing maxLength, precision or scale of field " + present.getName());
    }
    if (!present.getFieldsList().equals(changed.getFieldsList())) {
      throw RestRefusal.unsupported("changing the members of RECORD " + present.getName());
    }
  }

  private static JsonNode optional(JsonNode added) {
    if (TableSchemas.field(added).getMode() == Mode.REQUIRED) {
      throw RestRefusal.invalid(
          "Cannot add required fields to an existing schema: " + added.path("name").asText());
    }
    return added;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
