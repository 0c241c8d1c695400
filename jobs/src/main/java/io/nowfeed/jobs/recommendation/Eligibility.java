package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.UserAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which content may be shown to a user: the rules that no list ever breaks. */
final class Eligibility {
  private final UserAttributes user;
  private final Set<String> seen;
  private final long now;

  /**
   * @param user the user's attributes, null when not known
   * @param seen what the user has interacted with
   * @param now event time, epoch milliseconds
   */
  Eligibility(UserAttributes user, List<String> seen, long now) {
    this.user = user;
    this.seen = new HashSet<>(seen);
    this.now = now;
  }

  boolean allows(ContentItem item) {
    return !seen.contains(item.contentId())
        && isPublished(item)
        && speaksLanguage(item)
        && isInRegion(item);
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
    return user != null && (isFor(item, user.country()) || isFor(item, user.region()));
  }

  private static boolean isFor(ContentItem item, String region) {
    return region != null && item.regions().contains(region);
  }
}
