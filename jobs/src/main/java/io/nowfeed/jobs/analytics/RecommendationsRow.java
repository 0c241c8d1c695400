package io.nowfeed.jobs.analytics;

import io.nowfeed.events.Evidence;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Trigger;
import java.util.List;

/**
 * A row of BigQuery's {@code recommendations}; the table's definition explains each column. What a
 * withdrawal made has no origin.
 */
public record RecommendationsRow(
    String userId,
    String sessionId,
    String deviceId,
    long version,
    long generatedAt,
    long expiresAt,
    Trigger.Kind triggerKind,
    String triggerEventId,
    long triggerTime,
    String experiment,
    String arm,
    List<Item> items,
    String jobVersion,
    String originTopic,
    Integer originPartition,
    Long originOffset) {

  /** A place on the list, with its evidence; {@code window} is a reserved word of SQL. */
  public record Item(
      long rank,
      String contentId,
      double score,
      Rung reason,
      String sourceContentId,
      String segment,
      String windowSize,
      long evidenceCount,
      boolean interest) {
    private static Item of(RecommendedItem from) {
      Evidence evidence = from.evidence();
      return new Item(
          from.rank(),
          from.contentId(),
          from.score(),
          from.reason(),
          evidence.contentId(),
          evidence.segment(),
          evidence.window(),
          evidence.count(),
          from.interest());
    }
  }

  /** The row of a list. */
  public static RecommendationsRow of(Recommendations from) {
    Trigger trigger = from.trigger();
    Origin origin = trigger.origin();
    return new RecommendationsRow(
        from.userId(),
        from.sessionId(),
        from.deviceId(),
        from.version(),
        from.generatedAt(),
        from.expiresAt(),
        trigger.kind(),
        trigger.eventId(),
        trigger.ts(),
        from.experiment(),
        from.arm(),
        from.items().stream().map(Item::of).toList(),
        from.jobVersion(),
        origin == null ? null : origin.topic(),
        origin == null ? null : origin.partition(),
        origin == null ? null : origin.offset());
  }
}
