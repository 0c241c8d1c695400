package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.Taste;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * For whom a list is.
 *
 * @param user the user's attributes, null when not known
 * @param tastes the categories the user likes by what the user did, best first
 * @param seen what the user has interacted with
 * @param now event time, epoch milliseconds
 */
record Recipient(UserAttributes user, List<Taste> tastes, Seen seen, long now) {
  /** The categories the user chose. */
  Set<String> interests() {
    // Asked for null, too, of an item without a category: Set.of() would throw.
    return user == null ? new HashSet<>() : new HashSet<>(user.interests());
  }

  /** What the user did says more than what the user once chose; without the first the second. */
  List<Taste> likes() {
    if (!tastes.isEmpty() || user == null) {
      return tastes;
    }
    List<String> interests = user.interests();
    return interests.stream().map(each -> new Taste(each, 1.0 / interests.size())).toList();
  }

  String language() {
    return user == null ? null : user.language();
  }
}
