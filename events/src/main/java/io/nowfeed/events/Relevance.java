package io.nowfeed.events;

/**
 * Whether what a user engaged with for the first time stood on the user's list, and where: what the
 * list was worth. Measured before anything is learnt from the engagement.
 *
 * @param eventId the interaction's id
 * @param userId the user, null when anonymous
 * @param deviceId the device, may be null
 * @param sessionId the session, may be null
 * @param contentId the content item
 * @param action what the user did: any but an impression or a scroll
 * @param ts the interaction's event time, epoch milliseconds
 * @param experiment the experiment the user takes part in
 * @param arm the user's arm of it
 * @param rank the item's place on the list in force, or on the one from which the item was shown;
 *     from 1, null when it had none
 * @param rung the rung that put it there, null without a rank
 * @param sessionRank the item's place on the first list of the session, from 1, null when it had
 *     none: without what the session itself told
 * @param listVersion the version of the list in force, null when there was none
 * @param engagedBefore with how many items the user had engaged before, as far as is remembered
 * @param country the user's country, may be null
 * @param language the item's language, may be null
 * @param category the item's category, may be null
 * @param origin the interaction's coordinates
 * @param jobVersion the version of the job that measured
 */
public record Relevance(
    String eventId,
    String userId,
    String deviceId,
    String sessionId,
    String contentId,
    Action action,
    long ts,
    String experiment,
    String arm,
    Integer rank,
    Rung rung,
    Integer sessionRank,
    Long listVersion,
    int engagedBefore,
    String country,
    String language,
    String category,
    Origin origin,
    String jobVersion) {
  /** The key of the measurement: see {@link UserKey}. */
  public String key() {
    return UserKey.of(userId, sessionId, deviceId);
  }
}
