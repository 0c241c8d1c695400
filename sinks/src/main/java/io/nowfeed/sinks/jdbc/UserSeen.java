package io.nowfeed.sinks.jdbc;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.events.UserKey;

/**
 * What the table of active users is told: that somebody was active, or is erased.
 *
 * @param key whose row it is: see {@link UserKey}
 * @param userId the user, null when anonymous or erased
 * @param sessionId the session, may be null
 * @param deviceId the device, may be null
 * @param lastSeen event time, epoch milliseconds; null when erased
 * @param appVersion the app's version, may be null
 * @param country may be null, as those that follow
 * @param region part of the country
 * @param language ISO 639-1 code
 * @param plan subscription plan
 * @param matchReason how the attributes were found, or why not; null when erased
 * @param enrichedAt when the join emitted it, epoch milliseconds; null when erased
 * @param erasedAt when the user was erased, epoch milliseconds; null when seen
 */
public record UserSeen(
    String key,
    String userId,
    String sessionId,
    String deviceId,
    Long lastSeen,
    String appVersion,
    String country,
    String region,
    String language,
    String plan,
    MatchReason matchReason,
    Long enrichedAt,
    Long erasedAt) {

  /** Of a beacon. One of a user whom the users table no longer has says that the user is erased. */
  public static UserSeen of(ActiveUser from) {
    String key = UserKey.of(from.userId(), from.sessionId(), from.deviceId());
    if (from.matchReason() == MatchReason.DELETED) {
      return erased(key, from.enrichedAt());
    }
    UserAttributes user = from.attributes();
    return new UserSeen(
        key,
        from.userId(),
        from.sessionId(),
        from.deviceId(),
        from.ts(),
        from.appVersion(),
        user == null ? null : user.country(),
        user == null ? null : user.region(),
        user == null ? null : user.language(),
        user == null ? null : user.plan(),
        from.matchReason(),
        from.enrichedAt(),
        null);
  }

  /** Of a user who was erased at a time, epoch milliseconds. */
  public static UserSeen erased(String key, long at) {
    return new UserSeen(key, null, null, null, null, null, null, null, null, null, null, null, at);
  }
}
