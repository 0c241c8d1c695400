package io.nowfeed.events;

import static io.nowfeed.events.DeadLetterReason.EMPTY_VALUE;
import static io.nowfeed.events.DeadLetterReason.IMPLAUSIBLE_TIMESTAMP;
import static io.nowfeed.events.DeadLetterReason.MISSING_FIELD;

import java.time.Instant;

/**
 * Reads what producers send and checks it against the contract, so that everything behind can rely
 * on it. Thread-safe.
 */
public final class EventDecoder {
  /**
   * No phone sent an event before: a smaller ts is in seconds, or from a clock that was never set.
   */
  public static final long EARLIEST_TS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);
  private static final JsonCodec<ContentItem> CONTENT = JsonCodec.of(ContentItem.class);

  private EventDecoder() {}

  /** Reads a beacon. */
  public static Beacon beacon(byte[] json) throws MalformedEventException {
    Beacon beacon = BEACONS.decode(present(json));
    require("event_id", beacon.eventId());
    requireSomebody(beacon.userId(), beacon.sessionId(), beacon.deviceId());
    requireTime(beacon.ts());
    return beacon;
  }

  /** Reads an interaction. */
  public static Interaction interaction(byte[] json) throws MalformedEventException {
    Interaction interaction = INTERACTIONS.decode(present(json));
    require("event_id", interaction.eventId());
    require("content_id", interaction.contentId());
    requireSomebody(interaction.userId(), interaction.sessionId(), interaction.deviceId());
    if (interaction.action() == null) {
      throw missing("action");
    }
    requireTime(interaction.ts());
    return interaction;
  }

  /** Reads a content item. */
  public static ContentItem content(byte[] json) throws MalformedEventException {
    ContentItem item = CONTENT.decode(present(json));
    require("content_id", item.contentId());
    return item;
  }

  private static byte[] present(byte[] json) throws MalformedEventException {
    if (json == null || json.length == 0) {
      throw new MalformedEventException(EMPTY_VALUE, "the value is empty");
    }
    return json;
  }

  private static void require(String field, String value) throws MalformedEventException {
    if (value == null || value.isBlank()) {
      throw missing(field);
    }
  }

  private static MalformedEventException missing(String field) {
    return new MalformedEventException(
        MISSING_FIELD, "field '" + field + "': required, but absent, null or blank");
  }

  private static void requireSomebody(String userId, String sessionId, String deviceId)
      throws MalformedEventException {
    String key = UserKey.of(userId, sessionId, deviceId);
    if (key == null) {
      throw missing("user_id (or session_id or device_id where nobody is signed in)");
    }
    if (userId != null && userId.isBlank()) {
      throw missing("user_id");
    }
  }

  private static void requireTime(long ts) throws MalformedEventException {
    if (ts == 0) {
      throw missing("ts");
    }
    if (ts < EARLIEST_TS) {
      throw new MalformedEventException(
          IMPLAUSIBLE_TIMESTAMP,
          "field 'ts': "
              + ts
              + " is before the year 2000; it must be epoch milliseconds (seconds?)");
    }
  }
}
