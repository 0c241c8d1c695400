package io.nowfeed.jobs.enrichment;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.UserEvent;

/** Builds enriched events. */
final class Enrichment {
  private Enrichment() {}

  /** An event with the attributes of its user. */
  static EnrichedEvent with(UserEvent event, UserVersion version, long now) {
    return enriched(
        event, version.attributes(), MatchReason.MATCHED, version.lsn(), version.asOf(), now);
  }

  /** An event without attributes, and why. */
  static EnrichedEvent without(UserEvent event, MatchReason reason, long now) {
    return enriched(event, null, reason, null, null, now);
  }

  private static EnrichedEvent enriched(
      UserEvent event,
      UserAttributes attributes,
      MatchReason reason,
      Long lsn,
      Long asOf,
      long now) {
    if (event.beacon() != null) {
      return EnrichedEvent.of(
          event.key(), beacon(event, event.beacon(), attributes, reason, lsn, asOf, now));
    }
    return EnrichedEvent.of(
        event.key(), interaction(event, event.interaction(), attributes, reason, lsn, asOf, now));
  }

  private static ActiveUser beacon(
      UserEvent event,
      Beacon beacon,
      UserAttributes attributes,
      MatchReason reason,
      Long lsn,
      Long asOf,
      long now) {
    return new ActiveUser(
        beacon.eventId(),
        beacon.userId(),
        beacon.deviceId(),
        beacon.sessionId(),
        beacon.ts(),
        beacon.appVersion(),
        beacon.place(),
        attributes,
        reason,
        lsn,
        asOf,
        event.origin(),
        event.ingestedAt(),
        now);
  }

  private static EnrichedInteraction interaction(
      UserEvent event,
      Interaction interaction,
      UserAttributes attributes,
      MatchReason reason,
      Long lsn,
      Long asOf,
      long now) {
    return new EnrichedInteraction(
        interaction.eventId(),
        interaction.userId(),
        interaction.deviceId(),
        interaction.sessionId(),
        interaction.contentId(),
        interaction.action(),
        interaction.ts(),
        interaction.dwellMs(),
        attributes,
        null,
        reason,
        lsn,
        asOf,
        event.origin(),
        event.ingestedAt(),
        now);
  }
}
