package io.nowfeed.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a schema with a released one. Who breaks depends on who is outside and not upgraded with
 * us: of an input the producers, whose records must go on to be taken; of an output the consumers,
 * who must go on to be able to read. What a schema newly says is judged strictly: a keyword that is
 * unknown here, and changes, breaks.
 */
final class SchemaCompatibility {
  /** Who was built against the released schema. */
  enum Side {
    /** Of inputs: what they send must be valid still. */
    PRODUCERS,
    /** Of outputs: what is written now must be as they expect. */
    CONSUMERS
  }

  private static final Set<String> ANNOTATIONS =
      Set.of("$schema", "$id", "$comment", "title", "description", "examples", "deprecated");

  private static final Set<String> JUDGED =
      Set.of("properties", "required", "items", "type", "enum", "anyOf", "$ref", "$defs");

  /** Whether a higher value takes less. */
  private static final Map<String, Boolean> BOUNDS =
      Map.of(
          "minimum",
          true,
          "minLength",
          true,
          "minItems",
          true,
          "maximum",
          false,
          "maxLength",
          false,
          "maxItems",
          false);

  private final Side side;
  private final JsonNode released;
  private final JsonNode current;
  private final List<String> breaks = new ArrayList<>();

  private SchemaCompatibility(Side side, JsonNode released, JsonNode current) {
    this.side = side;
    this.released = released;
    this.current = current;
  }

  /** What breaks, each with what to do instead; empty when nothing does. */
  static List<String> breaks(Side side, JsonNode released, JsonNode current) {
    SchemaCompatibility comparison = new SchemaCompatibility(side, released, current);
    comparison.compare("", released, current);
    return comparison.breaks;
  }

  private void compare(String path, JsonNode before, JsonNode now) {
    JsonNode was = resolved(released, before);
    JsonNode is = resolved(current, now);
    types(path, was, is);
    values(path, was, is);
    BOUNDS.forEach((bound, rising) -> bound(path, bound, rising, was.path(bound), is.path(bound)));
    alternatives(path, texts(was.path("anyOf")), texts(is.path("anyOf")));
    others(path, was, is);
    properties(path, was, is);
    items(path, was.path("items"), is.path("items"));
  }

  private void properties(String path, JsonNode was, JsonNode is) {
    Set<String> wasRequired = texts(was.path("required"));
    Set<String> isRequired = texts(is.path("required"));
    for (Map.Entry<String, JsonNode> field : was.path("properties").properties()) {
      String name = field.getKey();
      JsonNode now = is.path("properties").path(name);
      if (now.isMissingNode()) {
        broken(path(path, name), "is gone", "keep it, with \"deprecated\": true");
        continue;
      }
      if (producers() && !wasRequired.contains(name) && isRequired.contains(name)) {
        broken(path(path, name), "is required now", "leave it optional, with a default");
      }
      if (!producers() && wasRequired.contains(name) && !isRequired.contains(name)) {
        broken(path(path, name), "may be absent now", "go on to write it always");
      }
      compare(path(path, name), field.getValue(), now);
    }
    for (String name : isRequired) {
      if (producers() && !was.path("properties").has(name)) {
        broken(path(path, name), "is new and required", "make it optional, with a default");
      }
    }
  }

  private void items(String path, JsonNode was, JsonNode is) {
    if (was.isMissingNode() && is.isMissingNode()) {
      return;
    }
    if (was.isMissingNode() || is.isMissingNode()) {
      broken(path, "has other items", "add a field of another name");
      return;
    }
    compare(path + "[]", was, is);
  }

  private void types(String path, JsonNode was, JsonNode is) {
    Set<String> before = types(was);
    Set<String> now = types(is);
    boolean fits = producers() ? takes(now, before) : takes(before, now);
    if (!fits) {
      broken(
          path,
          "is of type %s now, was %s".formatted(String.join("|", now), String.join("|", before)),
          "add a field of another name, and keep this one beside it");
    }
  }

  /** No type is any type. */
  private static boolean takes(Set<String> wide, Set<String> narrow) {
    return wide.isEmpty()
        || (!narrow.isEmpty() && narrow.stream().allMatch(type -> isIn(type, wide)));
  }

  private static boolean isIn(String type, Set<String> types) {
    return types.contains(type) || (type.equals("integer") && types.contains("number"));
  }

  private static Set<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return texts(type);
    }
    if (type.isTextual()) {
      return Set.of(type.asText());
    }
    return schema.has("enum") ? Set.of("string") : Set.of();
  }

  private void values(String path, JsonNode was, JsonNode is) {
    Set<String> before = texts(was.path("enum"));
    Set<String> now = texts(is.path("enum"));
    if (producers()) {
      Set<String> gone = without(before, now);
      if (is.has("enum") && (!was.has("enum") || !gone.isEmpty())) {
        String what = was.has("enum") ? "no longer takes " + gone : "takes only " + now + " now";
        broken(path, what, "go on to take every value");
      }
      return;
    }
    Set<String> added = without(now, before);
    boolean closed = was.has("enum") && !was.path("x-open").asBoolean();
    if (closed && (!is.has("enum") || !added.isEmpty())) {
      String what = is.has("enum") ? "has new values " + added : "has any value now";
      broken(path, what, "release it with \"x-open\": true first, so that readers expect new ones");
    }
  }

  private void bound(String path, String bound, boolean rising, JsonNode was, JsonNode is) {
    // As limits of a lower bound: a higher one takes less, and none takes all.
    double before = limit(was, rising);
    double now = limit(is, rising);
    if (producers() ? now > before : now < before) {
      broken(
          path,
          "has %s %s now, was %s".formatted(bound, shown(is), shown(was)),
          producers() ? "go on to take what was taken" : "go on to keep within it");
    }
  }

  private static double limit(JsonNode bound, boolean rising) {
    if (bound.isMissingNode()) {
      return Double.NEGATIVE_INFINITY;
    }
    return rising ? bound.asDouble() : -bound.asDouble();
  }

  private static String shown(JsonNode bound) {
    return bound.isMissingNode() ? "none" : bound.asText();
  }

  private void alternatives(String path, Set<String> before, Set<String> now) {
    if (before.equals(now)) {
      return;
    }
    boolean fits =
        producers()
            ? now.isEmpty() || (!before.isEmpty() && now.containsAll(before))
            : before.isEmpty() || (!now.isEmpty() && before.containsAll(now));
    if (!fits) {
      broken(path, "wants any of " + now + " now, was any of " + before, "leave anyOf as it is");
    }
  }

  private void others(String path, JsonNode was, JsonNode is) {
    Set<String> keywords = new TreeSet<>();
    was.fieldNames().forEachRemaining(keywords::add);
    is.fieldNames().forEachRemaining(keywords::add);
    for (String keyword : keywords) {
      boolean known =
          ANNOTATIONS.contains(keyword)
              || JUDGED.contains(keyword)
              || BOUNDS.containsKey(keyword)
              || (keyword.startsWith("x-") && !opens(keyword, was, is));
      if (!known && !was.path(keyword).equals(is.path(keyword))) {
        broken(
            path,
            "has %s %s now, was %s; nobody can say whom that breaks"
                .formatted(keyword, shown(is.path(keyword)), shown(was.path(keyword))),
            "leave it, or teach SchemaCompatibility what it means");
      }
    }
  }

  /** Readers who were told to expect new values must not be told otherwise. */
  private boolean opens(String keyword, JsonNode was, JsonNode is) {
    return keyword.equals("x-open")
        && !producers()
        && was.path(keyword).asBoolean()
        && !is.path(keyword).asBoolean();
  }

  private boolean producers() {
    return side == Side.PRODUCERS;
  }

  private void broken(String path, String what, String instead) {
    breaks.add(
        "%s %s. Breaks %s. Instead: %s."
            .formatted(
                path.isEmpty() ? "the record" : "field '" + path + "'",
                what,
                side.name().toLowerCase(Locale.ROOT),
                instead));
  }

  private static String path(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  private static JsonNode resolved(JsonNode root, JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    return reference instanceof MissingNode ? schema : root.at(reference.asText().substring(1));
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(value -> texts.add(value.isTextual() ? value.asText() : value.toString()));
    return texts;
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
