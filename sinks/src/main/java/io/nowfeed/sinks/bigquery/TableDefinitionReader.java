package io.nowfeed.sinks.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a table resource of BigQuery's REST API. The client library has the same in it, but keeps
 * it to itself.
 */
final class TableDefinitionReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TableDefinitionReader() {}

  static TableInfo read(TableId id) {
    return read(id, resource(id.getTable()));
  }

  static TableInfo read(TableId id, JsonNode table) {
    StandardTableDefinition definition =
        StandardTableDefinition.newBuilder()
            .setSchema(Schema.of(fields(table.required("schema"))))
            .setTimePartitioning(partitioning(table.required("timePartitioning")))
            .setClustering(clustering(table.required("clustering")))
            .build();
    return TableInfo.newBuilder(id, definition)
        .setDescription(table.required("description").asText())
        .setLabels(labels(table.required("labels")))
        .build();
  }

  private static JsonNode resource(String table) {
    String file = table + ".json";
    try (InputStream json = TableDefinitionReader.class.getResourceAsStream(file)) {
      if (json == null) {
        throw new IllegalArgumentException(
            "No BigQuery table is called " + table + ": there are " + BigQueryTables.NAMES);
      }
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the table definition " + file, e);
    }
  }

  private static List<Field> fields(JsonNode parent) {
    List<Field> fields = new ArrayList<>();
    for (JsonNode field : parent.required("fields")) {
      fields.add(field(field));
    }
    return fields;
  }

  private static Field field(JsonNode json) {
    StandardSQLTypeName type = StandardSQLTypeName.valueOf(json.required("type").asText());
    Field[] nested = json.has("fields") ? fields(json).toArray(Field[]::new) : new Field[0];
    return Field.newBuilder(json.required("name").asText(), type, nested)
        .setMode(Field.Mode.valueOf(json.required("mode").asText()))
        .setDescription(json.required("description").asText())
        .build();
  }

  private static TimePartitioning partitioning(JsonNode json) {
    TimePartitioning.Type type = TimePartitioning.Type.valueOf(json.required("type").asText());
    return TimePartitioning.newBuilder(type).setField(json.required("field").asText()).build();
  }

  private static Clustering clustering(JsonNode json) {
    List<String> columns = new ArrayList<>();
    json.required("fields").forEach(column -> columns.add(column.asText()));
    return Clustering.newBuilder().setFields(columns).build();
  }

  private static Map<String, String> labels(JsonNode json) {
    Map<String, String> labels = new HashMap<>();
    json.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }
}
