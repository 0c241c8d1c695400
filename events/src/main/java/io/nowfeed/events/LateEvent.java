package io.nowfeed.events;

/**
 * An interaction that came too late for its popularity windows. It is in enriched-interactions like
 * any other and counted in no window.
 *
 * @param interaction the interaction
 * @param latenessMs how far event time had passed the interaction's when it came, milliseconds
 */
public record LateEvent(EnrichedInteraction interaction, long latenessMs) {}
