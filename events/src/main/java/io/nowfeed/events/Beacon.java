package io.nowfeed.events;

/**
 * A phone says "I am in use". At least one of user, session and device is present.
 *
 * @param eventId unique per beacon; a client's retry repeats it
 * @param userId the user, null when nobody is signed in
 * @param deviceId the device, may be null
 * @param sessionId the session, may be null
 * @param ts event time on the device, epoch milliseconds
 * @param appVersion the app's version, may be null
 * @param place where the device is, as coarse as the app says, may be null
 */
public record Beacon(
    String eventId,
    String userId,
    String deviceId,
    String sessionId,
    long ts,
    String appVersion,
    String place) {}
