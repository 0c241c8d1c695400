package io.nowfeed.events;

/**
 * A beacon with the attributes of its user: the user is active now.
 *
 * @param eventId the beacon's id
 * @param userId the user, null when anonymous
 * @param deviceId the device, may be null
 * @param sessionId the session, may be null
 * @param ts the beacon's event time, epoch milliseconds
 * @param appVersion the app's version, may be null
 * @param place where the device is, may be null
 * @param attributes the user's attributes, null unless {@link MatchReason#MATCHED}
 * @param matchReason how the attributes were found, or why not
 * @param attributesLsn the Postgres log position of the attributes' version, null without them
 * @param attributesAsOf when that version was committed, epoch milliseconds, null without them
 * @param origin the beacon's coordinates
 * @param ingestedAt when the broker took the beacon, epoch milliseconds
 * @param enrichedAt when the join emitted this record, epoch milliseconds
 */
public record ActiveUser(
    String eventId,
    String userId,
    String deviceId,
    String sessionId,
    long ts,
    String appVersion,
    String place,
    UserAttributes attributes,
    MatchReason matchReason,
    Long attributesLsn,
    Long attributesAsOf,
    Origin origin,
    long ingestedAt,
    long enrichedAt) {}
