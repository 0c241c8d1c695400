package io.nowfeed.local.evaluate;

import io.nowfeed.local.replay.ReplayRow;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Popularity by the plainest reading: each time from all the rows before. */
final class NaivePopularity {
  final BitSet scored = new BitSet();
  final BitSet scoredFrozen = new BitSet();
  final Score rowByRow = new Score();
  final Score frozen = new Score();

  private NaivePopularity() {}

  static NaivePopularity of(List<ReplayRow> rows, Duration window) {
    NaivePopularity naive = new NaivePopularity();
    for (int event = 0; event < rows.size(); event++) {
      naive.score(rows, event, window);
    }
    return naive;
  }

  private void score(List<ReplayRow> rows, int event, Duration window) {
    ReplayRow row = rows.get(event);
    Set<String> had = history(rows.subList(0, event), row.userId());
    if (!row.action().engages() || had.isEmpty() || had.contains(item(row))) {
      return;
    }
    scored.set(event);
    rowByRow.add(rank(row, rows.subList(0, event), row.ts(), window));
    int start = 0;
    while (!rows.get(start).sessionId().equals(row.sessionId())) {
      start++;
    }
    if (!history(rows.subList(0, start), row.userId()).isEmpty()) {
      scoredFrozen.set(event);
      frozen.add(rank(row, rows.subList(0, start), rows.get(start).ts(), window));
    }
  }

  private static double rank(ReplayRow target, List<ReplayRow> before, long now, Duration window) {
    Map<String, Integer> counts = new HashMap<>();
    for (ReplayRow row : before) {
      boolean inside = window == null || row.ts() > now - window.toMillis();
      if (inside && row.action().engages()) {
        counts.merge(item(row), 1, Integer::sum);
      }
    }
    counts.keySet().removeAll(history(before, target.userId()));
    Integer count = counts.remove(item(target));
    if (count == null) {
      return Score.MISS;
    }
    long better = counts.values().stream().filter(other -> other > count).count();
    long ties = counts.values().stream().filter(other -> other.equals(count)).count();
    double rank = 1 + better + ties / 2.0;
    return rank > 10 ? Score.MISS : rank;
  }

  private static Set<String> history(List<ReplayRow> before, String user) {
    Set<String> items = new HashSet<>();
    for (ReplayRow row : before) {
      if (row.userId().equals(user) && row.action().engages()) {
        items.add(item(row));
      }
    }
    return items;
  }

  private static String item(ReplayRow row) {
    return row.content().contentId();
  }
}
