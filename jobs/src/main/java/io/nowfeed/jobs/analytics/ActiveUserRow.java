package io.nowfeed.jobs.analytics;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserAttributes;
import java.util.List;

/** A row of BigQuery's {@code active_users}; the table's definition explains each column. */
public record ActiveUserRow(
    String eventId,
    String userId,
    String sessionId,
    String deviceId,
    long eventTime,
    String appVersion,
    String place,
    String country,
    String region,
    String language,
    Integer birthYear,
    String gender,
    String plan,
    List<String> interests,
    MatchReason matchReason,
    Long attributesLsn,
    Long attributesAsOf,
    String originTopic,
    int originPartition,
    long originOffset,
    long ingestedAt,
    long enrichedAt) {

  /** The row of a beacon. */
  public static ActiveUserRow of(ActiveUser from) {
    UserAttributes user = Absent.orNone(from.attributes());
    return new ActiveUserRow(
        from.eventId(),
        from.userId(),
        from.sessionId(),
        from.deviceId(),
        from.ts(),
        from.appVersion(),
        from.place(),
        user.country(),
        user.region(),
        user.language(),
        user.birthYear(),
        user.gender(),
        user.plan(),
        user.interests(),
        from.matchReason(),
        from.attributesLsn(),
        from.attributesAsOf(),
        from.origin().topic(),
        from.origin().partition(),
        from.origin().offset(),
        from.ingestedAt(),
        from.enrichedAt());
  }
}
