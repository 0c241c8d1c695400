package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.ContentHash;

/**
 * Which content may be shown to a user: the rules that no list ever breaks.
 *
 * @param user the user's attributes, null when not known
 * @param seen what the user has interacted with
 * @param now event time, epoch milliseconds
 */
record Eligibility(UserAttributes user, Seen seen, long now) {
  boolean allows(ContentItem item) {
    return isFor(item) && !seen.holds(ContentHash.of(item.contentId()));
  }

  /** The same where the hash of the item's id is known. */
  boolean allows(ContentItem item, long hash) {
    return isFor(item) && !seen.holds(hash);
  }

  private boolean isFor(ContentItem item) {
    return isPublished(item) && speaksLanguage(item) && isInRegion(item);
  }

  private boolean isPublished(ContentItem item) {
    return (item.publishedAt() == null || item.publishedAt() <= now)
        && (item.expiresAt() == null || now < item.expiresAt());
  }

  private boolean speaksLanguage(ContentItem item) {
    return item.language() == null
        || user == null
        || user.language() == null
        || user.language().equals(item.language());
  }

  private boolean isInRegion(ContentItem item) {
    if (item.regions().isEmpty()) {
      return true;
    }
    return user != null && (isOf(item, user.country()) || isOf(item, user.region()));
  }

  private static boolean isOf(ContentItem item, String region) {
    return region != null && item.regions().contains(region);
  }
}
