package io.nowfeed.events;

import java.util.List;

/**
 * The list a user should see now: a full snapshot. A consumer keeps the one with the highest
 * version and drops what is not newer. Null erases a user's list.
 *
 * @param userId the user, null when anonymous
 * @param deviceId the device that triggered, may be null
 * @param sessionId the session that triggered, may be null
 * @param version strictly increasing per user, also across failures; close to epoch milliseconds
 * @param generatedAt epoch milliseconds
 * @param expiresAt epoch milliseconds from which the list should no longer be shown
 * @param trigger the event that made the list; null only in an {@link #erasure}
 * @param items best first
 * @param jobVersion the version of the job that made the list
 */
public record Recommendations(
    String userId,
    String deviceId,
    String sessionId,
    long version,
    long generatedAt,
    long expiresAt,
    Trigger trigger,
    List<RecommendedItem> items,
    String jobVersion) {
  /** Replaces a missing list by an empty one, so that readers need no null check. */
  public Recommendations {
    items = items == null ? List.of() : items;
  }

  /** The word that a user's list is to be erased: no list, and on the topic null. */
  public static Recommendations erasure(String userId) {
    return new Recommendations(userId, null, null, 0, 0, 0, null, List.of(), null);
  }

  /** The same list for somebody. */
  public Recommendations to(String user, String device, String session) {
    return new Recommendations(
        user, device, session, version, generatedAt, expiresAt, trigger, items, jobVersion);
  }

  /** Whether this erases the user's list. */
  public boolean erases() {
    return trigger == null;
  }

  /** The key of the list: see {@link UserKey}. */
  public String key() {
    return UserKey.of(userId, sessionId, deviceId);
  }
}
