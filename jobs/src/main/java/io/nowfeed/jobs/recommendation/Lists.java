package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Trigger;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.config.Experiment.Arm;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.metrics.Freshness;
import io.nowfeed.jobs.metrics.JobMetric;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Makes records of lists, and measures how many and how fresh they are. */
final class Lists {
  private final RecommendationOptions options;
  private final String jobVersion;
  private final Counter sent;
  private final Counter unchanged;
  private final Counter replaced;
  private final Freshness freshness;

  Lists(RecommendationOptions options, String jobVersion, MetricGroup operator) {
    this.options = options;
    this.jobVersion = jobVersion;
    sent = JobMetric.LISTS_SENT.counter(operator);
    unchanged = JobMetric.LISTS_UNCHANGED.counter(operator);
    replaced = JobMetric.LISTS_REPLACED.counter(operator);
    freshness = new Freshness(Freshness.Stage.RECOMMENDED, operator);
  }

  /** Whether a list differs from the one in force, or that one nears its end. */
  boolean isNews(Offer offer, List<RecommendedItem> items, String arm, long now) {
    boolean news =
        !offer.isLike(items, arm)
            || offer.list().expiresAt() - now <= options.resendBefore().toMillis();
    (news ? sent : unchanged).inc();
    return news;
  }

  /** The list of an occasion. */
  Recommendations list(
      Occasion occasion, Trigger trigger, List<RecommendedItem> items, Seen seen, long now) {
    ActiveUser beacon = occasion.event().activeUser();
    EnrichedInteraction interaction = occasion.event().interaction();
    freshness.done(trigger.ts(), trigger.ingestedAt(), now);
    return new Recommendations(
        beacon != null ? beacon.userId() : interaction.userId(),
        beacon != null ? beacon.deviceId() : interaction.deviceId(),
        beacon != null ? beacon.sessionId() : interaction.sessionId(),
        version(seen, now),
        now,
        now + options.expiresAfter().toMillis(),
        trigger,
        options.experiment().name(),
        occasion.arm(),
        items,
        jobVersion);
  }

  /**
   * A list in place of one with an item that was withdrawn. It expires when that one would have:
   * nobody said that the user is still there.
   */
  Recommendations without(
      String contentId,
      Recommendations before,
      Arm arm,
      List<RecommendedItem> items,
      Seen seen,
      long eventTime,
      long now) {
    replaced.inc();
    return new Recommendations(
        before.userId(),
        before.deviceId(),
        before.sessionId(),
        version(seen, now),
        now,
        before.expiresAt(),
        new Trigger(Trigger.Kind.WITHDRAWAL, contentId, eventTime, now, null),
        options.experiment().name(),
        arm.name(),
        items,
        jobVersion);
  }

  /** What made an occasion. */
  static Trigger trigger(EnrichedEvent event) {
    ActiveUser beacon = event.activeUser();
    if (beacon != null) {
      return new Trigger(
          Trigger.Kind.BEACON, beacon.eventId(), beacon.ts(), beacon.ingestedAt(), beacon.origin());
    }
    EnrichedInteraction interaction = event.interaction();
    return new Trigger(
        Trigger.Kind.INTERACTION,
        interaction.eventId(),
        interaction.ts(),
        interaction.ingestedAt(),
        interaction.origin());
  }

  /** The user's attributes at an event, null when not known. */
  static UserAttributes attributes(EnrichedEvent event) {
    return event.activeUser() != null
        ? event.activeUser().attributes()
        : event.interaction().attributes();
  }

  /** The session of an event, may be null. */
  static String session(EnrichedEvent event) {
    return event.activeUser() != null
        ? event.activeUser().sessionId()
        : event.interaction().sessionId();
  }

  /** A clock set back, or a restored state, must not make an older list win. */
  private static long version(Seen seen, long now) {
    return Math.max(seen.version() + 1, now);
  }
}
