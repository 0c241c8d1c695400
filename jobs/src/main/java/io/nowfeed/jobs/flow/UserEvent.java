package io.nowfeed.jobs.flow;

import io.nowfeed.events.Beacon;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Origin;
import io.nowfeed.events.UserKey;

/**
 * What a user did, from either of the two streams.
 *
 * @param key whom it belongs to: see {@link UserKey}
 * @param beacon the beacon, null for an interaction
 * @param interaction the interaction, null for a beacon
 * @param origin the event's coordinates
 * @param ingestedAt when the broker took it, epoch milliseconds
 */
public record UserEvent(
    String key, Beacon beacon, Interaction interaction, Origin origin, long ingestedAt) {

  /** A beacon. */
  public static UserEvent of(Beacon beacon, Origin origin, long ingestedAt) {
    String key = UserKey.of(beacon.userId(), beacon.sessionId(), beacon.deviceId());
    return new UserEvent(key, beacon, null, origin, ingestedAt);
  }

  /** An interaction. */
  public static UserEvent of(Interaction interaction, Origin origin, long ingestedAt) {
    String key = UserKey.of(interaction.userId(), interaction.sessionId(), interaction.deviceId());
    return new UserEvent(key, null, interaction, origin, ingestedAt);
  }

  /** What state of this user is kept under. */
  public UserHash hash() {
    return UserHash.of(key);
  }

  /** Unique per event of a user and stream; a repetition has the same. */
  public String eventId() {
    return beacon != null ? beacon.eventId() : interaction.eventId();
  }

  /** Event time, epoch milliseconds. */
  public long ts() {
    return beacon != null ? beacon.ts() : interaction.ts();
  }

  /** Whether the event names no user. */
  public boolean anonymous() {
    return (beacon != null ? beacon.userId() : interaction.userId()) == null;
  }
}
