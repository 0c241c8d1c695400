package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.UserAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The content that is live, the most popular first. Thread-safe. */
final class Catalogue {
  private static final int LOOKS = 3;
  private static final String LANGUAGE_READ_EVERYWHERE = "en";

  private final List<ContentItem> all = new ArrayList<>();
  private final Map<String, List<ContentItem>> byLanguage = new HashMap<>();
  private int nextNumber = 1;

  synchronized int size() {
    return all.size();
  }

  /** A number no item had, as far as known. */
  synchronized int takeNumber() {
    return nextNumber++;
  }

  /** Adds an item at a random rank of popularity. */
  synchronized void add(ContentItem item, RandomGenerator random) {
    List<ContentItem> ranked =
        byLanguage.computeIfAbsent(item.language(), language -> new ArrayList<>());
    ranked.add(random.nextInt(ranked.size() + 1), item);
    all.add(item);
    nextNumber = Math.max(nextNumber, SimulatedContent.number(item.contentId()) + 1);
  }

  synchronized void remove(ContentItem item) {
    all.remove(item);
    List<ContentItem> ranked = byLanguage.get(item.language());
    ranked.remove(item);
    if (ranked.isEmpty()) {
      byLanguage.remove(item.language());
    }
  }

  /** What is to be withdrawn: an expired item, or else any; null when there is none. */
  synchronized ContentItem anyToWithdraw(long now, RandomGenerator random) {
    for (ContentItem item : all) {
      if (isExpired(item, now)) {
        return item;
      }
    }
    return all.isEmpty() ? null : Choice.of(all, random);
  }

  /** An item a user looks at, or null when there is none. */
  synchronized ContentItem pick(UserAttributes user, long now, RandomGenerator random) {
    List<ContentItem> ranked = shelf(user.language(), random);
    ContentItem seen = null;
    for (int look = 0; look < LOOKS && !ranked.isEmpty(); look++) {
      ContentItem item = ranked.get(Zipf.rank(ranked.size(), random));
      boolean possible = isOpenTo(user.country(), item) && !isExpired(item, now);
      if (possible && user.interests().contains(item.category())) {
        return item;
      }
      seen = possible ? item : seen;
    }
    return seen;
  }

  private List<ContentItem> shelf(String language, RandomGenerator random) {
    List<ContentItem> own = byLanguage.getOrDefault(language, List.of());
    if (!own.isEmpty() && random.nextInt(10) > 0) {
      return own;
    }
    return byLanguage.getOrDefault(LANGUAGE_READ_EVERYWHERE, all);
  }

  private static boolean isOpenTo(String country, ContentItem item) {
    return item.regions().isEmpty() || (country != null && item.regions().contains(country));
  }

  private static boolean isExpired(ContentItem item, long now) {
    return item.expiresAt() != null && item.expiresAt() <= now;
  }
}
