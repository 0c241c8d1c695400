package io.nowfeed.local.replay;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentItem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVRecord;

/** Turns rows into events, by a mapping and a file's header. */
final class RowParser {
  /** Reasons of rows that are no events under any mapping. */
  static final String WRONG_NUMBER_OF_COLUMNS = "wrong_number_of_columns";

  static final String NO_CONTENT = "no_content";
  static final String NO_TIMESTAMP = "no_timestamp";
  static final String UNKNOWN_ACTION = "unknown_action";
  static final String NOBODY = "nobody";

  private final ReplayMapping mapping;
  private final int width;
  private final Map<String, Integer> positions = new HashMap<>();

  /**
   * For files with this header.
   *
   * @throws ReplayException when the header lacks a column of the mapping
   */
  RowParser(ReplayMapping mapping, List<String> header) {
    this.mapping = mapping;
    this.width = header.size();
    for (int position = 0; position < width; position++) {
      positions.putIfAbsent(header.get(position), position);
    }
    requireColumns(header);
  }

  ReplayRow parse(CSVRecord row, long number) {
    if (row.size() != width) {
      return ReplayRow.skipped(number, WRONG_NUMBER_OF_COLUMNS);
    }
    for (SkipRule rule : mapping.skipRules()) {
      if (rule.matches(value(row, rule.column()))) {
        return ReplayRow.skipped(number, rule.reason());
      }
    }
    return event(row, number);
  }

  private ReplayRow event(CSVRecord row, long number) {
    String contentId = valueOrNull(row, mapping.contentColumn());
    if (contentId == null) {
      return ReplayRow.skipped(number, NO_CONTENT);
    }
    long ts = mapping.timestamp().millis(value(row, mapping.timestampColumn()));
    if (ts == TimestampFormat.NONE) {
      return ReplayRow.skipped(number, NO_TIMESTAMP);
    }
    Action action = action(row);
    if (action == null) {
      return ReplayRow.skipped(number, UNKNOWN_ACTION);
    }
    String userId = userId(row);
    String sessionId = sessionId(row, userId, ts);
    if (sessionId == null) {
      return ReplayRow.skipped(number, NOBODY);
    }
    Map<String, String> attributes =
        userId == null ? Map.of() : present(row, mapping.userAttributes());
    return new ReplayRow(
        number,
        null,
        eventId(row, sessionId, number),
        userId,
        sessionId,
        action,
        ts,
        attributes,
        content(row, contentId));
  }

  private Action action(CSVRecord row) {
    ActionRule rule = mapping.action();
    return rule.of(rule.column() == null ? "" : value(row, rule.column()));
  }

  private String userId(CSVRecord row) {
    String text = mapping.userColumn() == null ? null : valueOrNull(row, mapping.userColumn());
    return text == null ? null : mapping.userId(text);
  }

  private String sessionId(CSVRecord row, String userId, long ts) {
    String session =
        mapping.sessionColumn() == null ? null : valueOrNull(row, mapping.sessionColumn());
    if (session != null || userId == null) {
      return session;
    }
    return userId + "@" + Instant.ofEpochMilli(ts).atZone(ZoneOffset.UTC).toLocalDate();
  }

  private String eventId(CSVRecord row, String sessionId, long number) {
    String own = mapping.eventIdColumn() == null ? null : valueOrNull(row, mapping.eventIdColumn());
    return own == null ? sessionId + "-" + number : own;
  }

  private ContentItem content(CSVRecord row, String contentId) {
    Map<String, String> known = present(row, mapping.contentAttributes());
    return new ContentItem(
        contentId,
        known.get("category"),
        known.get("language"),
        List.of(),
        List.of(),
        null,
        null,
        known.get("title"),
        known.get("url"));
  }

  private Map<String, String> present(CSVRecord row, Map<String, String> columns) {
    Map<String, String> present = new HashMap<>();
    columns.forEach(
        (name, column) -> {
          String value = value(row, column);
          if (!value.isEmpty()) {
            present.put(name, value);
          }
        });
    return Map.copyOf(present);
  }

  private String valueOrNull(CSVRecord row, String column) {
    String value = value(row, column);
    return value.isEmpty() ? null : value;
  }

  private String value(CSVRecord row, String column) {
    return row.get(positions.get(column)).strip();
  }

  private void requireColumns(List<String> header) {
    Set<String> missing =
        mapping.columns().stream()
            .filter(column -> !positions.containsKey(column))
            .collect(Collectors.toUnmodifiableSet());
    if (!missing.isEmpty()) {
      throw new ReplayException(
          "the file's header has no column "
              + missing.stream().sorted().map(name -> "'" + name + "'").toList()
              + " of the mapping. It has: "
              + String.join(", ", header));
    }
  }
}
