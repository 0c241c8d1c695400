package io.nowfeed.jobs.profile;

import io.nowfeed.jobs.flow.ContentHash;
import java.time.Duration;

/**
 * A user's session: what the user does in it says most of what comes next.
 *
 * @param id the hash of its id, 0 when it has none
 * @param startedAt event time of its first event, epoch milliseconds
 * @param lastAt event time of its last event, epoch milliseconds
 * @param items how many of the last items of the history are of it
 */
public record Session(long id, long startedAt, long lastAt, int items) {
  static final Session NONE = new Session(0, Long.MIN_VALUE, Long.MIN_VALUE, 0);

  /** The usual bound of a session without an id: half an hour in which nothing happens. */
  private static final long GAP = Duration.ofMinutes(30).toMillis();

  /**
   * The session of an event: this one, or a new one. What comes without an id is of the session
   * under way, and one that began without takes the first that comes: beacons may have none where
   * interactions have.
   */
  Session at(String sessionId, long ts) {
    long now = sessionId == null ? 0 : ContentHash.of(sessionId);
    boolean named = now != 0 && id != 0;
    boolean same = lastAt != Long.MIN_VALUE && (named ? now == id : ts - lastAt <= GAP);
    return same
        ? new Session(id == 0 ? now : id, startedAt, Math.max(lastAt, ts), items)
        : new Session(now, ts, ts, 0);
  }

  /** Whether this session is another one than the one before. */
  boolean isAfter(Session before) {
    return startedAt != before.startedAt || (before.id != 0 && id != before.id);
  }

  /** With one more item of a history of {@code length}. */
  Session grown(int length) {
    return new Session(id, startedAt, lastAt, Math.min(items + 1, length));
  }
}
