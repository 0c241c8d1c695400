package io.nowfeed.jobs.flow;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;

/**
 * What the enrichment makes of a user's events, in their order: one of a beacon, an interaction,
 * and the word that the user is erased.
 *
 * @param key whom it belongs to: see {@link io.nowfeed.events.UserKey}
 * @param activeUser the enriched beacon, or null
 * @param interaction the enriched interaction, or null
 */
public record EnrichedEvent(String key, ActiveUser activeUser, EnrichedInteraction interaction) {

  /** A beacon. */
  public static EnrichedEvent of(String key, ActiveUser activeUser) {
    return new EnrichedEvent(key, activeUser, null);
  }

  /** An interaction. */
  public static EnrichedEvent of(String key, EnrichedInteraction interaction) {
    return new EnrichedEvent(key, null, interaction);
  }

  /** The user is deleted: whatever is kept of it must go. */
  public static EnrichedEvent erasure(String key) {
    return new EnrichedEvent(key, null, null);
  }

  /** What state of this user is kept under. */
  public UserHash hash() {
    return UserHash.of(key);
  }

  /** Whether this is the word that the user is erased. */
  public boolean erases() {
    return activeUser == null && interaction == null;
  }
}
