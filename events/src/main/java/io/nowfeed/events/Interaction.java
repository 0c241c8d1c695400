package io.nowfeed.events;

/**
 * A user did something with a content item. At least one of user, session and device is present.
 *
 * @param eventId unique per interaction; a client's retry repeats it
 * @param userId the user, null when nobody is signed in
 * @param deviceId the device, may be null
 * @param sessionId the session, may be null
 * @param contentId the content item
 * @param action what the user did
 * @param ts event time on the device, epoch milliseconds
 * @param dwellMs how long the user stayed with the item, milliseconds, null when not measured
 */
public record Interaction(
    String eventId,
    String userId,
    String deviceId,
    String sessionId,
    String contentId,
    Action action,
    long ts,
    Long dwellMs) {}
