package io.nowfeed.events;

/**
 * What made a list of recommendations.
 *
 * @param kind beacon, interaction, or that an item of the list before was withdrawn
 * @param eventId the event's id; of a withdrawal, the id of the content item
 * @param ts its event time, epoch milliseconds
 * @param ingestedAt when the broker took it, epoch milliseconds
 * @param origin its coordinates, null of a withdrawal
 */
public record Trigger(Kind kind, String eventId, long ts, long ingestedAt, Origin origin) {
  /** What happened. */
  public enum Kind {
    BEACON,
    INTERACTION,
    WITHDRAWAL
  }
}
