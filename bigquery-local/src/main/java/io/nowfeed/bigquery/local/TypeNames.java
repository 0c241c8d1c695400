package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * The types of columns as REST answers name them. It takes GoogleSQL's names as well, and gives
 * back those of legacy SQL, which are all that the official client reads.
 */
final class TypeNames {
  private static final Map<String, String> ANSWERED =
      Map.of(
          "INT64", "INTEGER",
          "FLOAT64", "FLOAT",
          "BOOL", "BOOLEAN",
          "STRUCT", "RECORD",
          "DECIMAL", "NUMERIC",
          "BIGDECIMAL", "BIGNUMERIC");

  private TypeNames() {}

  /** Renames the types within {@code {"fields": [...]}}, members included. */
  static void answer(JsonNode schema) {
    for (JsonNode field : schema.path("fields")) {
      String type = field.path("type").asText().toUpperCase(Locale.ROOT);
      if (field instanceof ObjectNode column) {
        column.put("type", ANSWERED.getOrDefault(type, type));
      }
      answer(field);
    }
  }
}
