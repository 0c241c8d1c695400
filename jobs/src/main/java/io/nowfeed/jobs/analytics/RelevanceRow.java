package io.nowfeed.jobs.analytics;

import io.nowfeed.events.Action;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;

/** A row of BigQuery's {@code relevance}; the table's definition explains each column. */
public record RelevanceRow(
    String eventId,
    String userId,
    String sessionId,
    String deviceId,
    String contentId,
    Action action,
    long eventTime,
    String experiment,
    String arm,
    Integer rank,
    Rung rung,
    Integer sessionRank,
    Long listVersion,
    int engagedBefore,
    String country,
    String contentCategory,
    String contentLanguage,
    String jobVersion,
    String originTopic,
    int originPartition,
    long originOffset) {

  /** The row of a measurement. */
  public static RelevanceRow of(Relevance from) {
    return new RelevanceRow(
        from.eventId(),
        from.userId(),
        from.sessionId(),
        from.deviceId(),
        from.contentId(),
        from.action(),
        from.ts(),
        from.experiment(),
        from.arm(),
        from.rank(),
        from.rung(),
        from.sessionRank(),
        from.listVersion(),
        from.engagedBefore(),
        from.country(),
        from.category(),
        from.language(),
        from.jobVersion(),
        from.origin().topic(),
        from.origin().partition(),
        from.origin().offset());
  }
}
