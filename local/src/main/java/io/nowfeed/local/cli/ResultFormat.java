package io.nowfeed.local.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** How rows are printed. */
enum ResultFormat {
  /** Aligned columns, for people. */
  TABLE {
    @Override
    void print(List<String> columns, Iterable<List<Object>> rows, PrintWriter out) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(columns);
      rows.forEach(row -> lines.add(texts(row)));
      int[] widths = new int[columns.size()];
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
    void print(List<String> columns, Iterable<List<Object>> rows, PrintWriter out)
        throws IOException {
      CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180);
      printer.printRecord(columns);
      for (List<Object> row : rows) {
        printer.printRecord(texts(row));
      }
      printer.flush();
    }
  },

  /** An array of objects. */
  JSON {
    @Override
    void print(List<String> columns, Iterable<List<Object>> rows, PrintWriter out)
        throws IOException {
      try (JsonGenerator json =
          MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
        json.useDefaultPrettyPrinter();
        json.writeStartArray();
        for (List<Object> row : rows) {
          json.writePOJO(object(columns, row));
        }
        json.writeEndArray();
      }
      out.println();
      out.flush();
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Prints rows whose values stand in the order of the columns; a value may be null. */
  abstract void print(List<String> columns, Iterable<List<Object>> rows, PrintWriter out)
      throws IOException;

  private static List<String> texts(List<?> row) {
    List<String> texts = new ArrayList<>();
    row.forEach(value -> texts.add(text(value)));
    return texts;
  }

  private static Map<String, Object> object(List<String> columns, List<Object> row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i), row.get(i));
    }
    return object;
  }

  private static String text(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : MAPPER.valueToTree(value).toString();
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
