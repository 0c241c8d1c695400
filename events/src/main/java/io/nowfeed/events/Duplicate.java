package io.nowfeed.events;

/**
 * An event that was there before: a phone sent it again. It goes nowhere else; this small record
 * accounts for it.
 *
 * @param eventId the id that both bear
 * @param origin the coordinates of the repetition; those of the first are on its derived record
 */
public record Duplicate(String eventId, Origin origin) {}
