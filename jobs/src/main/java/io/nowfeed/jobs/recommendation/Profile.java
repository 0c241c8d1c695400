package io.nowfeed.jobs.recommendation;

import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of a user.
 *
 * @param version of the last list, 0 before the first
 * @param activeUntil event time of the last beacon plus how long a beacon counts, epoch ms
 * @param seen content the user interacted with, oldest first, each once
 */
public record Profile(long version, long activeUntil, List<String> seen) {
  /** Of a user that was never met. */
  public static final Profile EMPTY = new Profile(0, Long.MIN_VALUE, List.of());

  /** Replaces a missing list by an empty one, so that readers need no null check. */
  public Profile {
    seen = seen == null ? List.of() : seen;
  }

  Profile withVersion(long next) {
    return new Profile(next, activeUntil, seen);
  }

  /** A beacon that comes late does not shorten the time. */
  Profile activeUntil(long until) {
    return new Profile(version, Math.max(activeUntil, until), seen);
  }

  /** With {@code contentId} seen last, and the oldest forgotten beyond {@code limit}. */
  Profile withSeen(String contentId, int limit) {
    List<String> now = new ArrayList<>(seen);
    now.remove(contentId);
    now.add(contentId);
    return new Profile(
        version,
        activeUntil,
        now.size() > limit ? new ArrayList<>(now.subList(now.size() - limit, now.size())) : now);
  }
}
