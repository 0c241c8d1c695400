package io.nowfeed.local.evaluate;

import io.nowfeed.events.ContentItem;
import io.nowfeed.local.replay.Ledger;
import io.nowfeed.local.replay.ReplayCounts;
import io.nowfeed.local.replay.ReplayException;
import io.nowfeed.local.replay.ReplayMapping;
import io.nowfeed.local.replay.ReplayRow;
import io.nowfeed.local.replay.RowReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The events of a file that can be scored, in the order of their time; those of one time as the
 * file has them. Rows without a user are left out where the mapping names users: nobody can be
 * recommended anything by what a stranger did once.
 *
 * @param rows the events
 * @param counts all rows of the file, also those that are left out
 * @param moved how many rows were in the file behind one of a later time
 */
record DataSet(List<ReplayRow> rows, ReplayCounts counts, long moved) {

  /**
   * Reads a file.
   *
   * @throws ReplayException when it cannot be read, lacks a column, or has no such event
   */
  static DataSet read(Path file, ReplayMapping mapping) {
    Ledger ledger = new Ledger();
    List<ReplayRow> rows = new ArrayList<>();
    Sharing sharing = new Sharing();
    try (RowReader reader = RowReader.open(file, mapping)) {
      for (ReplayRow row = reader.next(); row != null; row = reader.next()) {
        ledger.add(row);
        if (!row.isSkipped() && !(row.isAnonymous() && mapping.namesUsers())) {
          rows.add(sharing.of(row));
        }
      }
    }
    if (rows.isEmpty()) {
      throw new ReplayException("replay file " + file + " has no event of a user to score");
    }
    long moved = outOfOrder(rows);
    rows.sort(Comparator.comparingLong(ReplayRow::ts));
    return new DataSet(rows, ledger.counts(), moved);
  }

  private static long outOfOrder(List<ReplayRow> rows) {
    long latest = Long.MIN_VALUE;
    long behind = 0;
    for (ReplayRow row : rows) {
      behind += row.ts() < latest ? 1 : 0;
      latest = Math.max(latest, row.ts());
    }
    return behind;
  }

  /**
   * The same with the rows of each session in random order. The times stay where they are, so that
   * all that is lost is what the order within a session tells.
   */
  DataSet shuffled(long seed) {
    Map<String, List<Integer>> places = new HashMap<>();
    for (int place = 0; place < rows.size(); place++) {
      places.computeIfAbsent(rows.get(place).sessionId(), any -> new ArrayList<>()).add(place);
    }
    List<ReplayRow> shuffled = new ArrayList<>(rows);
    Random random = new Random(seed);
    // In the order of the rows, for a map's order is no promise, and a seed is one.
    for (int place = 0; place < rows.size(); place++) {
      List<Integer> session = places.remove(rows.get(place).sessionId());
      if (session != null) {
        shuffle(session, shuffled, random);
      }
    }
    return new DataSet(shuffled, counts, moved);
  }

  private static void shuffle(List<Integer> places, List<ReplayRow> rows, Random random) {
    for (int last = places.size() - 1; last > 0; last--) {
      int a = places.get(last);
      int b = places.get(random.nextInt(last + 1));
      ReplayRow first = rows.get(a);
      rows.set(a, at(rows.get(b), first.ts()));
      rows.set(b, at(first, rows.get(b).ts()));
    }
  }

  private static ReplayRow at(ReplayRow row, long ts) {
    return new ReplayRow(
        row.number(),
        null,
        row.eventId(),
        row.userId(),
        row.sessionId(),
        row.action(),
        ts,
        row.attributes(),
        row.content());
  }

  /** Keeps what many rows say once: a file of a million rows names few users and items. */
  private static final class Sharing {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<Map<String, String>, Map<String, String>> attributes = new HashMap<>();
    private final Map<String, ContentItem> items = new HashMap<>();

    /** The row; its item as the first row that names it describes it. */
    ReplayRow of(ReplayRow row) {
      return new ReplayRow(
          row.number(),
          null,
          row.eventId(),
          row.userId() == null ? null : one(texts, row.userId()),
          one(texts, row.sessionId()),
          row.action(),
          row.ts(),
          one(attributes, row.attributes()),
          items.computeIfAbsent(row.content().contentId(), any -> row.content()));
    }

    private static <T> T one(Map<T, T> known, T value) {
      T before = known.putIfAbsent(value, value);
      return before == null ? value : before;
    }
  }
}
