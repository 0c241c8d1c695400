package io.nowfeed.local.popularity;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.local.popularity.Chapter.Fault;
import io.nowfeed.local.replay.RetailRows;
import io.nowfeed.local.replay.RetailRows.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The purchases of Online Retail, or of its first days, as fast as they can be sent. */
final class RetailStory {
  private static final List<Fault> FAULTS =
      List.of(Fault.NONE, Fault.THROW, Fault.NONE, Fault.RESCALE, Fault.NONE, Fault.KILL);

  private final Path file;
  private final long days;
  private final List<Story.Row> users = new ArrayList<>();
  private final Map<String, ContentItem> content = new LinkedHashMap<>();
  private final List<String> ids = new ArrayList<>();
  private long begins = Long.MAX_VALUE;
  private long last;

  private RetailStory(Path file, long days) {
    this.file = file;
    this.days = days;
  }

  /**
   * Reads it.
   *
   * @param days from the file's first row on
   */
  static Story of(Path file, long days) {
    return new RetailStory(file, days).story();
  }

  private Story story() {
    Map<String, UserAttributes> known = new HashMap<>();
    try (Stream<Row> rows = rows()) {
      rows.forEach(row -> take(row, known));
    }
    List<Chapter> chapters = new ArrayList<>();
    int length = ids.size() / FAULTS.size() + 1;
    for (int i = 0; i < FAULTS.size(); i++) {
      long first = (long) i * length;
      chapters.add(
          new Chapter(
              () -> interactions().skip(first).limit(length), FAULTS.get(i), Chapter.AT_ONCE));
    }
    Set<String> poison = Set.of(ids.get(length + length / 2));
    long ends = last + Duration.ofDays(2).toMillis();
    return new Story(users, List.copyOf(content.values()), chapters, poison, begins, ends);
  }

  private Stream<Row> rows() {
    return RetailRows.of(file).takeWhile(row -> row.interaction().ts() < end(row));
  }

  private long end(Row row) {
    begins = Math.min(begins, row.interaction().ts());
    return begins + Duration.ofDays(days).toMillis();
  }

  private Stream<Interaction> interactions() {
    Stream<Row> rows = rows();
    return rows.map(Row::interaction).onClose(rows::close);
  }

  /** A customer who is seen elsewhere is so from that purchase on. */
  private void take(Row row, Map<String, UserAttributes> known) {
    Interaction purchase = row.interaction();
    ids.add(purchase.eventId());
    last = Math.max(last, purchase.ts());
    content.putIfAbsent(purchase.contentId(), row.content());
    UserAttributes attributes = row.attributes();
    if (attributes != null && !attributes.equals(known.put(purchase.userId(), attributes))) {
      users.add(new Story.Row(purchase.userId(), attributes, purchase.ts()));
    }
  }
}
