package io.nowfeed.jobs.analytics;

import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Trigger;
import java.util.List;

/** A row of BigQuery's {@code recommendations}; the table's definition explains each column. */
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
    List<Item> items,
    String jobVersion,
    String originTopic,
    int originPartition,
    long originOffset) {

  /** A place on the list. */
  public record Item(
      long rank, String contentId, double score, Rung reason, String segment, boolean interest) {
    private static Item of(RecommendedItem from) {
      return new Item(
          from.rank(),
          from.contentId(),
          from.score(),
          from.reason(),
          from.segment(),
          from.interest());
    }
  }

  /** The row of a list. */
  public static RecommendationsRow of(Recommendations from) {
    Trigger trigger = from.trigger();
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
        from.items().stream().map(Item::of).toList(),
        from.jobVersion(),
        trigger.origin().topic(),
        trigger.origin().partition(),
        trigger.origin().offset());
  }
}
