package io.nowfeed.jobs.analytics;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserAttributes;
import java.util.List;

/**
 * A row of BigQuery's {@code enriched_interactions}; the table's definition explains each column.
 */
public record EnrichedInteractionRow(
    String eventId,
    String userId,
    String sessionId,
    String deviceId,
    String contentId,
    Action action,
    long eventTime,
    Long dwellMs,
    String country,
    String region,
    String language,
    Integer birthYear,
    String gender,
    String plan,
    List<String> interests,
    String contentCategory,
    String contentLanguage,
    List<String> contentTags,
    MatchReason matchReason,
    Long attributesLsn,
    Long attributesAsOf,
    String originTopic,
    int originPartition,
    long originOffset,
    long ingestedAt,
    long enrichedAt) {

  /** The row of an interaction. */
  public static EnrichedInteractionRow of(EnrichedInteraction from) {
    UserAttributes user = Absent.orNone(from.attributes());
    ContentFacts content = Absent.orNone(from.content());
    return new EnrichedInteractionRow(
        from.eventId(),
        from.userId(),
        from.sessionId(),
        from.deviceId(),
        from.contentId(),
        from.action(),
        from.ts(),
        from.dwellMs(),
        user.country(),
        user.region(),
        user.language(),
        user.birthYear(),
        user.gender(),
        user.plan(),
        user.interests(),
        content.category(),
        content.language(),
        content.tags(),
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
