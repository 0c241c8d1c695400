package io.nowfeed.local.catalog;

import io.nowfeed.events.TopicSchema;
import io.nowfeed.events.Topics;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the mark of a personal column, {@code [PII]} or {@code [PII kind]} at the head of its
 * description. Where it names no kind, that is the one of the topics' field of the same name.
 */
final class PersonalData {
  private static final Pattern MARK = Pattern.compile("^\\[PII(?: (\\w+))?] (.*)$");

  /** Of a column whose name no topic knows. */
  private static final String UNKNOWN = "unknown";

  private static final Map<String, String> KINDS = kinds();

  private PersonalData() {}

  /** A column with its mark read. */
  static CatalogField column(String name, String type, String description) {
    Matcher mark = MARK.matcher(description);
    if (!mark.matches()) {
      return new CatalogField(name, type, null, description);
    }
    String kind = mark.group(1) == null ? KINDS.getOrDefault(name, UNKNOWN) : mark.group(1);
    return new CatalogField(name, type, kind, mark.group(2));
  }

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new TreeMap<>();
    for (Topics.Topic topic : Topics.all()) {
      TopicSchema.of(topic.name()).ifPresent(schema -> addKinds(schema, kinds));
    }
    return kinds;
  }

  private static void addKinds(TopicSchema schema, Map<String, String> kinds) {
    for (TopicSchema.Field field : schema.fields()) {
      if (field.pii() != null) {
        kinds.put(field.path().substring(field.path().lastIndexOf('.') + 1), field.pii());
      }
    }
  }
}
