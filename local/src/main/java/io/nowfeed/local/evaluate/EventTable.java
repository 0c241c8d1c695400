package io.nowfeed.local.evaluate;

import io.nowfeed.events.UserKey;
import io.nowfeed.local.replay.Ledger;
import io.nowfeed.local.replay.ReplayRow;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of a data set as numbers, in its order. Users, items and sessions are numbered from 0
 * as they come.
 */
final class EventTable {
  private final int[] users;
  private final int[] items;
  private final int[] sessions;
  private final long[] times;
  private final BitSet engaging = new BitSet();
  private final BitSet opening = new BitSet();
  private int userCount;
  private int itemCount;
  private int sessionCount;

  private EventTable(int size) {
    users = new int[size];
    items = new int[size];
    sessions = new int[size];
    times = new long[size];
  }

  static EventTable of(List<ReplayRow> rows) {
    EventTable table = new EventTable(rows.size());
    Ledger ledger = new Ledger();
    Map<String, Integer> users = new HashMap<>();
    Map<String, Integer> items = new HashMap<>();
    Map<String, Integer> sessions = new HashMap<>();
    for (int event = 0; event < rows.size(); event++) {
      ReplayRow row = rows.get(event);
      table.users[event] = number(users, UserKey.of(row.userId(), row.sessionId(), null));
      table.items[event] = number(items, row.content().contentId());
      table.sessions[event] = number(sessions, row.sessionId());
      table.times[event] = row.ts();
      table.engaging.set(event, row.action().engages());
      table.opening.set(event, ledger.add(row));
    }
    table.userCount = users.size();
    table.itemCount = items.size();
    table.sessionCount = sessions.size();
    return table;
  }

  private static int number(Map<String, Integer> known, String id) {
    Integer number = known.putIfAbsent(id, known.size());
    return number == null ? known.size() - 1 : number;
  }

  int size() {
    return times.length;
  }

  int userCount() {
    return userCount;
  }

  int itemCount() {
    return itemCount;
  }

  int sessionCount() {
    return sessionCount;
  }

  int user(int event) {
    return users[event];
  }

  int item(int event) {
    return items[event];
  }

  int session(int event) {
    return sessions[event];
  }

  /** Event time, epoch milliseconds. */
  long time(int event) {
    return times[event];
  }

  /** Whether the user did more than see the item. */
  boolean engages(int event) {
    return engaging.get(event);
  }

  /** Whether it is the first event of its session. */
  boolean opensSession(int event) {
    return opening.get(event);
  }
}
