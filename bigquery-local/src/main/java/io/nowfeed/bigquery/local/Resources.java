package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Pattern;

/** What dataset and table resources have in common. */
final class Resources {
  private static final Pattern ID = Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]{1,1024}");
  private static final String MODIFIED = "lastModifiedTime";

  private Resources() {}

  /** BigQuery's letters, digits and underscores; dashes in table names. */
  static void refuseInvalidId(String kind, String id) {
    if (!ID.matcher(id).matches()) {
      throw RestRefusal.invalid("Invalid " + kind + " ID \"" + id + "\"");
    }
  }

  /** Adds what the service adds to what the caller gave. */
  static void stampCreated(ObjectNode resource, String kind, String id, long nowMillis) {
    resource.put("kind", "bigquery#" + kind).put("id", id);
    resource.put("creationTime", String.valueOf(nowMillis));
    if (!resource.has("location")) {
      resource.put("location", "US");
    }
    stampModified(resource, nowMillis);
  }

  /** A new etag and time of change. */
  static void stampModified(ObjectNode resource, long nowMillis) {
    resource.put(MODIFIED, String.valueOf(nowMillis));
    resource.remove("etag");
    resource.put("etag", Integer.toHexString(resource.hashCode()));
  }

  /** A patch replaces the properties it has; null takes one away. */
  static void merge(ObjectNode resource, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> property : patch.properties()) {
      if (property.getValue().isNull()) {
        resource.remove(property.getKey());
      } else {
        resource.set(property.getKey(), property.getValue());
      }
    }
  }
}
