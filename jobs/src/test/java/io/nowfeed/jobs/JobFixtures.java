package io.nowfeed.jobs;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Topics;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.UserEvent;

/** What passes between stages, in one line. */
public final class JobFixtures {
  /** How long the broker and the join take in these fixtures, milliseconds. */
  private static final long ON_THE_WAY = 5;

  private JobFixtures() {}

  public static UserEvent beacon(String eventId, String userId, long ts) {
    return UserEvent.of(
        Fixtures.beacon(eventId, userId, ts), Fixtures.origin(Topics.BEACONS, 1), ts + ON_THE_WAY);
  }

  public static UserEvent interaction(String eventId, String userId, long ts) {
    return arrived(Fixtures.interaction(eventId, userId, "c-1", Action.CLICK, ts));
  }

  public static UserEvent anonymous(String eventId, String sessionId, long ts) {
    return arrived(Fixtures.anonymous(eventId, sessionId, "c-1", ts));
  }

  private static UserEvent arrived(Interaction interaction) {
    return UserEvent.of(
        interaction, Fixtures.origin(Topics.INTERACTIONS, 2), interaction.ts() + ON_THE_WAY);
  }

  public static UserChange upsert(String userId, String country, long lsn) {
    return new UserChange(userId, Fixtures.user(country, "en", "sport"), lsn, lsn * 1000);
  }

  /** A row that a snapshot read. */
  public static UserChange read(String userId, String country, long lsn) {
    return new UserChange(userId, Fixtures.user(country, "en", "sport"), lsn, lsn * 1000, true);
  }

  public static UserChange delete(String userId, long lsn) {
    return new UserChange(userId, null, lsn, lsn * 1000);
  }

  public static UserChange tombstone(String userId) {
    return new UserChange(userId, null, 0, 0);
  }

  public static EnrichedEvent active(
      String userId, UserAttributes attributes, MatchReason reason, long ts) {
    return active(userId, attributes, "s-1", reason, ts);
  }

  public static EnrichedEvent active(
      String userId, UserAttributes attributes, String sessionId, MatchReason reason, long ts) {
    return EnrichedEvent.of(
        userId,
        new ActiveUser(
            "b-" + ts,
            userId,
            "d-1",
            sessionId,
            ts,
            null,
            null,
            attributes,
            reason,
            null,
            null,
            Fixtures.origin(Topics.BEACONS, 1),
            ts + ON_THE_WAY,
            ts + ON_THE_WAY));
  }

  public static EnrichedEvent interacted(
      String userId, UserAttributes attributes, String contentId, MatchReason reason, long ts) {
    return interacted(userId, attributes, Action.CLICK, contentId, "s-1", reason, ts);
  }

  public static EnrichedEvent interacted(
      String userId,
      UserAttributes attributes,
      Action action,
      String contentId,
      String sessionId,
      MatchReason reason,
      long ts) {
    return EnrichedEvent.of(
        userId,
        new EnrichedInteraction(
            "i-" + ts,
            userId,
            "d-1",
            sessionId,
            contentId,
            action,
            ts,
            null,
            attributes,
            null,
            reason,
            null,
            null,
            Fixtures.origin(Topics.INTERACTIONS, 2),
            ts + ON_THE_WAY,
            ts + ON_THE_WAY));
  }
}
