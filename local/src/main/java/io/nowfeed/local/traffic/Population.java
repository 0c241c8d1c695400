package io.nowfeed.local.traffic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The users who exist, as phones and backend both see them. Thread-safe. */
final class Population {
  private final List<String> ids = new ArrayList<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, SimulatedUser> users = new HashMap<>();
  private int nextNumber = 1;

  synchronized int size() {
    return ids.size();
  }

  /** A number no user had, as far as known. */
  synchronized int takeNumber() {
    return nextNumber++;
  }

  synchronized void addAll(Collection<SimulatedUser> added) {
    added.forEach(this::put);
  }

  /** Adds a user, or replaces the one of this id. */
  synchronized void put(SimulatedUser user) {
    if (users.put(user.userId(), user) == null) {
      positions.put(user.userId(), ids.size());
      ids.add(user.userId());
    }
    nextNumber = Math.max(nextNumber, SimulatedUser.number(user.userId()) + 1);
  }

  synchronized void remove(String userId) {
    Integer position = positions.remove(userId);
    if (position == null) {
      return;
    }
    users.remove(userId);
    String last = ids.remove(ids.size() - 1);
    if (!last.equals(userId)) {
      ids.set(position, last);
      positions.put(last, position);
    }
  }

  /** The user as of now, or null when gone. */
  synchronized SimulatedUser get(String userId) {
    return users.get(userId);
  }

  /** Any user, or null when there is none. */
  synchronized SimulatedUser any(RandomGenerator random) {
    return ids.isEmpty() ? null : users.get(Choice.of(ids, random));
  }
}
