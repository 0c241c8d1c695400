package io.nowfeed.local.replay;

import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import java.util.Map;

/**
 * One row of the file, as an event or as the reason why it is none.
 *
 * @param number counted from 1, without the header
 * @param skipReason null when the row is an event; all below are null or empty when it is not
 * @param eventId unique in the file
 * @param userId null when nobody is signed in
 * @param sessionId the session, never null for an event
 * @param action what the user did
 * @param ts event time, epoch milliseconds
 * @param attributes what the row says of the user, only what is not empty
 * @param content the item, as this row describes it
 */
public record ReplayRow(
    long number,
    String skipReason,
    String eventId,
    String userId,
    String sessionId,
    Action action,
    long ts,
    Map<String, String> attributes,
    ContentItem content) {

  static ReplayRow skipped(long number, String reason) {
    return new ReplayRow(number, reason, null, null, null, null, 0, Map.of(), null);
  }

  /** Whether the row is no event. */
  public boolean isSkipped() {
    return skipReason != null;
  }

  /** Whether nobody is signed in. */
  public boolean isAnonymous() {
    return userId == null;
  }

  /** What the row says somebody did. */
  public Interaction toInteraction() {
    return new Interaction(eventId, userId, null, sessionId, content.contentId(), action, ts, null);
  }

  /** The beacon of a session that this row opens. */
  public Beacon toBeacon() {
    return new Beacon(eventId + "-beacon", userId, null, sessionId, ts, null, null);
  }
}
