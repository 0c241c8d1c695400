package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;

/** A primary key's values as one text, the same for equal keys of a table and for no others. */
final class ChangeKey {
  private ChangeKey() {}

  static String text(List<Object> values) {
    ArrayNode key = Json.MAPPER.createArrayNode();
    values.forEach(value -> key.add(value == null ? null : text(value)));
    return key.toString();
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    // One instant has a text for each offset a writer may name it with.
    return value instanceof OffsetDateTime time ? time.toInstant().toString() : value.toString();
  }
}
