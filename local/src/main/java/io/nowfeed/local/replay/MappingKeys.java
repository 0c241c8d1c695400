package io.nowfeed.local.replay;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of a mapping file, checked for names nobody reads. */
final class MappingKeys {
  private static final Set<String> NAMES =
      Set.of(
          "csv.delimiter",
          "csv.charset",
          "user.column",
          "user.strip-suffix",
          "session.column",
          "content.column",
          "timestamp.column",
          "timestamp.pattern",
          "timestamp.zone",
          "action.fixed",
          "action.column",
          "event-id.column",
          "skip.rules");
  private static final Set<String> PREFIXES =
      Set.of("action.map.", "user.attribute.", "content.attribute.", "skip.");

  private final String where;
  private final SortedMap<String, String> values;

  /**
   * Checks the names.
   *
   * @param where for error texts: the mapping's name
   */
  MappingKeys(String where, Map<String, String> values) {
    this.where = where;
    this.values = new TreeMap<>(values);
    this.values.keySet().forEach(this::requireKnown);
  }

  /** The value, or null where it is absent or blank. */
  String optional(String key) {
    String value = values.get(key);
    return value == null || value.isBlank() ? null : value.strip();
  }

  String optional(String key, String otherwise) {
    String value = optional(key);
    return value == null ? otherwise : value;
  }

  String required(String key) {
    String value = optional(key);
    if (value == null) {
      throw wrong("key '" + key + "' is missing. The keys are: " + allowed());
    }
    return value;
  }

  /** What begins with {@code prefix}, without it. */
  SortedMap<String, String> startingWith(String prefix) {
    SortedMap<String, String> found = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix) && !NAMES.contains(key)) {
            found.put(key.substring(prefix.length()), value.strip());
          }
        });
    return found;
  }

  /** Like {@link #startingWith}, but only these names may follow the prefix. */
  SortedMap<String, String> startingWith(String prefix, Set<String> names) {
    SortedMap<String, String> found = startingWith(prefix);
    for (String name : found.keySet()) {
      if (!names.contains(name)) {
        throw wrong(
            "unknown key '" + prefix + name + "'. " + prefix + "* may be: " + joined(names));
      }
    }
    return found;
  }

  ReplayException wrong(String what) {
    return new ReplayException(where + ": " + what);
  }

  String where() {
    return where;
  }

  /** The same for the same keys and values, whatever their order and comments. */
  String hash() {
    return Hashes.sha256(values.toString());
  }

  private void requireKnown(String key) {
    boolean known = NAMES.contains(key) || PREFIXES.stream().anyMatch(key::startsWith);
    if (!known) {
      throw wrong("unknown key '" + key + "'. Allowed are: " + allowed());
    }
  }

  private static String allowed() {
    Stream<String> families =
        PREFIXES.stream().map(prefix -> prefix.equals("skip.") ? "skip.<reason>" : prefix + "*");
    return joined(Stream.concat(NAMES.stream(), families).collect(Collectors.toUnmodifiableSet()));
  }

  private static String joined(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}
