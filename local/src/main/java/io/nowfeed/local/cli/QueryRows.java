package io.nowfeed.local.cli;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.TableResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What BigQuery answered, as values of Java. */
final class QueryRows {
  private QueryRows() {}

  static List<String> columns(TableResult result) {
    return result.getSchema().getFields().stream().map(Field::getName).toList();
  }

  /** Page by page, as they are asked for. */
  static Iterable<List<Object>> of(TableResult result) {
    FieldList fields = result.getSchema().getFields();
    return () ->
        StreamSupport.stream(result.iterateAll().spliterator(), false)
            .map(row -> values(fields, row))
            .iterator();
  }

  private static List<Object> values(FieldList fields, List<FieldValue> row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      values.add(value(fields.get(i), row.get(i)));
    }
    return values;
  }

  private static Map<String, Object> object(FieldList fields, List<FieldValue> row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      object.put(fields.get(i).getName(), value(fields.get(i), row.get(i)));
    }
    return object;
  }

  private static Object value(Field field, FieldValue value) {
    if (value.isNull()) {
      return null;
    }
    if (field.getMode() == Field.Mode.REPEATED) {
      return value.getRepeatedValue().stream().map(item -> single(field, item)).toList();
    }
    return single(field, value);
  }

  private static Object single(Field field, FieldValue value) {
    if (value.isNull()) {
      return null;
    }
    LegacySQLTypeName type = field.getType();
    if (type.equals(LegacySQLTypeName.RECORD)) {
      return object(field.getSubFields(), value.getRecordValue());
    }
    if (type.equals(LegacySQLTypeName.INTEGER)) {
      return value.getLongValue();
    }
    if (type.equals(LegacySQLTypeName.FLOAT)) {
      return value.getDoubleValue();
    }
    if (type.equals(LegacySQLTypeName.NUMERIC)) {
      return value.getNumericValue();
    }
    if (type.equals(LegacySQLTypeName.BOOLEAN)) {
      return value.getBooleanValue();
    }
    return type.equals(LegacySQLTypeName.TIMESTAMP)
        ? value.getTimestampInstant().toString()
        : value.getStringValue();
  }
}
