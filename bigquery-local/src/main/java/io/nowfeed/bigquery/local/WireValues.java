package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.nowfeed.bigquery.local.ResultType.Member;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;

/** Words result values as REST does: every scalar a string, rows as {@code {"f": [{"v": ...}]}}. */
final class WireValues {
  private WireValues() {}

  static ObjectNode row(List<Member> columns, List<?> values, TimestampFormat format) {
    ObjectNode row = Json.object();
    ArrayNode cells = row.putArray("f");
    for (int i = 0; i < columns.size(); i++) {
      cells.addObject().set("v", value(columns.get(i).type(), values.get(i), format));
    }
    return row;
  }

  /** A NULL array is an empty one: BigQuery does not tell them apart either. */
  private static JsonNode value(ResultType type, Object value, TimestampFormat format) {
    if (type.repeated()) {
      return array(type, value == null ? List.of() : (List<?>) value, format);
    }
    return value == null ? NullNode.getInstance() : element(type, value, format);
  }

  private static JsonNode array(ResultType type, List<?> values, TimestampFormat format) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (Object value : values) {
      JsonNode element = value == null ? NullNode.getInstance() : element(type, value, format);
      array.addObject().set("v", element);
    }
    return array;
  }

  private static JsonNode element(ResultType type, Object value, TimestampFormat format) {
    return type.members().isEmpty()
        ? TextNode.valueOf(text(value, format))
        : row(type.members(), (List<?>) value, format);
  }

  private static String text(Object value, TimestampFormat format) {
    if (value instanceof OffsetDateTime timestamp) {
      return format.format(timestamp);
    }
    if (value instanceof LocalDateTime dateTime) {
      return dateTime.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }
    if (value instanceof LocalTime time) {
      return time.format(DateTimeFormatter.ISO_LOCAL_TIME);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value.toString();
  }
}
