package io.nowfeed.local.replay;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the rows of a file one after another, and remembers the sessions, users and items among
 * them. The same rows always give the same counts: a later run adds the rows of the earlier one
 * again instead of reading its numbers somewhere. Thread-safe.
 */
public final class Ledger {
  private static final String COUNTRY = "country";

  private final Set<String> sessions = new HashSet<>();
  private final Set<String> contentIds = new HashSet<>();
  private final Map<String, Map<String, String>> users = new HashMap<>();
  private final SortedMap<String, Long> skipped = new TreeMap<>();
  private final SortedMap<String, Long> sentByCountry = new TreeMap<>();
  private long rowsRead;
  private long sent;
  private long anonymous;
  private long userUpdates;

  /**
   * Adds the next row.
   *
   * @return whether it opens a session
   */
  public synchronized boolean add(ReplayRow row) {
    rowsRead++;
    if (row.isSkipped()) {
      skipped.merge(row.skipReason(), 1L, Long::sum);
      return false;
    }
    sent++;
    contentIds.add(row.content().contentId());
    addUser(row);
    return sessions.add(row.sessionId());
  }

  private void addUser(ReplayRow row) {
    if (row.isAnonymous()) {
      anonymous++;
      return;
    }
    Map<String, String> before = users.putIfAbsent(row.userId(), row.attributes());
    if (before != null && Attributes.differ(before, row.attributes())) {
      userUpdates++;
      users.put(row.userId(), Attributes.updated(before, row.attributes()));
    }
    String country = users.get(row.userId()).get(COUNTRY);
    if (country != null) {
      sentByCountry.merge(country, 1L, Long::sum);
    }
  }

  /** The users so far. */
  synchronized Set<String> userIds() {
    return Set.copyOf(users.keySet());
  }

  synchronized long rowsRead() {
    return rowsRead;
  }

  /** The counts so far. */
  public synchronized ReplayCounts counts() {
    return new ReplayCounts(
        rowsRead,
        sent,
        anonymous,
        Collections.unmodifiableSortedMap(new TreeMap<>(skipped)),
        sessions.size(),
        users.size(),
        userUpdates,
        contentIds.size(),
        Collections.unmodifiableSortedMap(new TreeMap<>(sentByCountry)));
  }
}
