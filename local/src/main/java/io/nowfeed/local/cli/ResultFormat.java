package io.nowfeed.local.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.TableResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** How a result is printed. */
enum ResultFormat {
  /** Aligned columns, for people. */
  TABLE {
    @Override
    void print(TableResult result, PrintWriter out) {
      List<List<String>> lines = new ArrayList<>();
      FieldList fields = result.getSchema().getFields();
      lines.add(fields.stream().map(Field::getName).toList());
      result.iterateAll().forEach(row -> lines.add(texts(fields, row)));
      int[] widths = new int[fields.size()];
      lines.forEach(line -> widen(widths, line));
      for (int i = 0; i < lines.size(); i++) {
        out.println(aligned(lines.get(i), widths));
        if (i == 0) {
          out.println(rule(widths));
        }
      }
      out.println("(" + (lines.size() - 1) + (lines.size() == 2 ? " row)" : " rows)"));
      out.flush();
    }
  },

  /** RFC 4180, with a header. */
  CSV {
    @Override
    void print(TableResult result, PrintWriter out) throws IOException {
      FieldList fields = result.getSchema().getFields();
      CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180);
      printer.printRecord(fields.stream().map(Field::getName).toList());
      for (FieldValueList row : result.iterateAll()) {
        printer.printRecord(texts(fields, row));
      }
      printer.flush();
    }
  },

  /** An array of objects. */
  JSON {
    @Override
    void print(TableResult result, PrintWriter out) throws IOException {
      FieldList fields = result.getSchema().getFields();
      try (JsonGenerator json =
          MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
        json.useDefaultPrettyPrinter();
        json.writeStartArray();
        for (FieldValueList row : result.iterateAll()) {
          json.writePOJO(object(fields, row));
        }
        json.writeEndArray();
      }
      out.println();
      out.flush();
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  abstract void print(TableResult result, PrintWriter out) throws IOException;

  private static List<String> texts(FieldList fields, FieldValueList row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      texts.add(text(value(fields.get(i), row.get(i))));
    }
    return texts;
  }

  private static String text(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : MAPPER.valueToTree(value).toString();
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

  private static void widen(int[] widths, List<String> line) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], line.get(i).length());
    }
  }

  private static String aligned(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? "" : " | ").append(line.get(i));
      text.append(" ".repeat(widths[i] - line.get(i).length()));
    }
    return text.toString().stripTrailing();
  }

  private static String rule(int[] widths) {
    List<String> rules = new ArrayList<>();
    for (int width : widths) {
      rules.add("-".repeat(width));
    }
    return String.join("-+-", rules);
  }
}
