package io.nowfeed.local.traffic;

import io.nowfeed.events.Recommendations;
import java.util.HashMap;
import java.util.Map;

/**
 * The newest list of everybody who has a phone in use, and of nobody else: so memory is bounded by
 * the sessions under way. Thread-safe.
 */
final class ReceivedLists {
  private final Map<String, Slot> slots = new HashMap<>();

  private static final class Slot {
    private int sessions;
    private Recommendations newest;
  }

  /** Keeps lists of this key from now on; to be called once by each session. */
  synchronized void follow(String key) {
    slots.computeIfAbsent(key, any -> new Slot()).sessions++;
  }

  /** Forgets the list when this was the key's last session. */
  synchronized void unfollow(String key) {
    Slot slot = slots.get(key);
    if (slot != null && --slot.sessions == 0) {
      slots.remove(key);
    }
  }

  /** Takes a list, unless a newer one is there. */
  synchronized void take(Recommendations list) {
    Slot slot = slots.get(list.key());
    if (slot != null && (slot.newest == null || slot.newest.version() < list.version())) {
      slot.newest = list;
    }
  }

  /** Drops the list of a user who was erased. */
  synchronized void erase(String key) {
    Slot slot = slots.get(key);
    if (slot != null) {
      slot.newest = null;
    }
  }

  /** The newest list, or null when there is none that may still be shown. */
  synchronized Recommendations of(String key, long now) {
    Slot slot = slots.get(key);
    return slot == null || slot.newest == null || slot.newest.expiresAt() <= now
        ? null
        : slot.newest;
  }

  /** For how many keys lists are kept. */
  synchronized int size() {
    return slots.size();
  }
}
