package io.nowfeed.events;

/**
 * The event that made a list of recommendations.
 *
 * @param kind beacon or interaction
 * @param eventId the event's id
 * @param ts its event time, epoch milliseconds
 * @param ingestedAt when the broker took it, epoch milliseconds
 * @param origin its coordinates
 */
public record Trigger(Kind kind, String eventId, long ts, long ingestedAt, Origin origin) {
  /** Which of the two streams the event is from. */
  public enum Kind {
    BEACON,
    INTERACTION
  }
}
