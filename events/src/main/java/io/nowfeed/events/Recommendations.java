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
 * @param trigger what made the list; null only in an {@link #erasure}
 * @param experiment the experiment the user takes part in
 * @param arm the user's arm of it, the same for all lists of a user
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
    String experiment,
    String arm,
    List<RecommendedItem> items,
    String jobVersion) {
  /** Replaces a missing list by an empty one, so that readers need no null check. */
  public Recommendations {
    items = items == null ? List.of() : items;
  }

  /** The word that a user's list is to be erased: no list, and on the topic null. */
  public static Recommendations erasure(String userId) {
    return erasure(userId, 0);
  }

  /** The same, with the time at which the topic was told, epoch milliseconds. */
  public static Recommendations erasure(String userId, long at) {
    return new Recommendations(userId, null, null, 0, at, 0, null, null, null, List.of(), null);
  }

  /** The same list for somebody. */
  public Recommendations to(String user, String device, String session) {
    return new Recommendations(
        user,
        device,
        session,
        version,
        generatedAt,
        expiresAt,
        trigger,
        experiment,
        arm,
        items,
        jobVersion);
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
