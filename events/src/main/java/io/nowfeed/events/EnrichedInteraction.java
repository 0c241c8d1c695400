package io.nowfeed.events;

/**
 * An interaction with the attributes of its user and the facts of its content item.
 *
 * @param eventId the interaction's id
 * @param userId the user, null when anonymous
 * @param deviceId the device, may be null
 * @param sessionId the session, may be null
 * @param contentId the content item
 * @param action what the user did
 * @param ts the interaction's event time, epoch milliseconds
 * @param dwellMs how long the user stayed, milliseconds, null when not measured
 * @param attributes the user's attributes, null unless {@link MatchReason#MATCHED}
 * @param content the item's facts, null when the item is not in the catalogue
 * @param matchReason how the attributes were found, or why not
 * @param attributesLsn the Postgres log position of the attributes' version, null without them
 * @param attributesAsOf when that version was committed, epoch milliseconds, null without them
 * @param origin the interaction's coordinates
 * @param ingestedAt when the broker took the interaction, epoch milliseconds
 * @param enrichedAt when the join emitted this record, epoch milliseconds
 */
public record EnrichedInteraction(
    String eventId,
    String userId,
    String deviceId,
    String sessionId,
    String contentId,
    Action action,
    long ts,
    Long dwellMs,
    UserAttributes attributes,
    ContentFacts content,
    MatchReason matchReason,
    Long attributesLsn,
    Long attributesAsOf,
    Origin origin,
    long ingestedAt,
    long enrichedAt) {

  /** The same with the facts of its content item, null when it is not in the catalogue. */
  public EnrichedInteraction withContent(ContentFacts facts) {
    return new EnrichedInteraction(
        eventId,
        userId,
        deviceId,
        sessionId,
        contentId,
        action,
        ts,
        dwellMs,
        attributes,
        facts,
        matchReason,
        attributesLsn,
        attributesAsOf,
        origin,
        ingestedAt,
        enrichedAt);
  }
}
