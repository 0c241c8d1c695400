package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.UserAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The content that is live, on shelves that people browse. Thread-safe. */
final class Catalogue {
  /** Who looks for something mostly looks where the fans of the same groups do. */
  private static final int AMONG_LIKED_PERCENT = 80;

  private static final int LOOKS = 4;
  private static final String LANGUAGE_READ_EVERYWHERE = "en";

  private final FanGroups groups;
  private final Map<String, ContentItem> byId = new HashMap<>();
  private final Shelf all = new Shelf();
  private final Map<String, Shelf> byLanguage = new HashMap<>();
  private final Map<GroupShelf, Shelf> byGroup = new HashMap<>();
  private int nextNumber = 1;

  private record GroupShelf(String language, int group) {}

  Catalogue(FanGroups groups) {
    this.groups = groups;
  }

  synchronized int size() {
    return byId.size();
  }

  /** A number no item had, as far as known. */
  synchronized int takeNumber() {
    return nextNumber++;
  }

  /** Adds an item of random appeal. */
  synchronized void add(ContentItem item, RandomGenerator random) {
    double appeal = random.nextDouble();
    byLanguage.computeIfAbsent(item.language(), any -> new Shelf()).add(item, appeal);
    byGroup.computeIfAbsent(groupShelf(item), any -> new Shelf()).add(item, appeal);
    byId.put(item.contentId(), item);
    all.add(item, appeal);
    nextNumber = Math.max(nextNumber, SimulatedContent.number(item.contentId()) + 1);
  }

  synchronized void remove(ContentItem item) {
    byId.remove(item.contentId());
    all.remove(item);
    remove(item, item.language(), byLanguage);
    remove(item, groupShelf(item), byGroup);
  }

  private static <K> void remove(ContentItem item, K key, Map<K, Shelf> shelves) {
    Shelf shelf = shelves.get(key);
    shelf.remove(item);
    if (shelf.isEmpty()) {
      shelves.remove(key);
    }
  }

  /** What is to be withdrawn: an expired item, or else any; null when there is none. */
  synchronized ContentItem anyToWithdraw(long now, RandomGenerator random) {
    List<ContentItem> items = all.items();
    for (ContentItem item : items) {
      if (isExpired(item, now)) {
        return item;
      }
    }
    return items.isEmpty() ? null : Choice.of(items, random);
  }

  /** The item of this id when it is live, or null. */
  synchronized ContentItem live(String contentId, long now) {
    ContentItem item = byId.get(contentId);
    return item == null || isExpired(item, now) ? null : item;
  }

  /**
   * An item somebody finds who browses, or null when there is none.
   *
   * @param user where somebody may look, and which categories are preferred
   * @param liked the groups of whose items it mostly is
   */
  synchronized ContentItem pick(
      UserAttributes user, Set<Integer> liked, long now, RandomGenerator random) {
    String language = language(user.language(), random);
    if (random.nextInt(100) < AMONG_LIKED_PERCENT) {
      int group = Choice.of(List.copyOf(liked), random);
      Shelf shelf = byGroup.get(new GroupShelf(language, group));
      ContentItem found = shelf == null ? null : look(shelf, user, now, random);
      if (found != null) {
        return found;
      }
    }
    return look(byLanguage.getOrDefault(language, all), user, now, random);
  }

  private static ContentItem look(
      Shelf shelf, UserAttributes user, long now, RandomGenerator random) {
    ContentItem seen = null;
    for (int look = 0; look < LOOKS && !shelf.isEmpty(); look++) {
      ContentItem item = shelf.any(random);
      boolean possible = isOpenTo(user.country(), item) && !isExpired(item, now);
      if (possible && user.interests().contains(item.category())) {
        return item;
      }
      seen = possible ? item : seen;
    }
    return seen;
  }

  /** Whether somebody of this language understands the item. */
  static boolean isReadIn(String language, ContentItem item) {
    return LANGUAGE_READ_EVERYWHERE.equals(item.language()) || item.language().equals(language);
  }

  private String language(String own, RandomGenerator random) {
    return byLanguage.containsKey(own) && random.nextInt(10) > 0 ? own : LANGUAGE_READ_EVERYWHERE;
  }

  private GroupShelf groupShelf(ContentItem item) {
    return new GroupShelf(item.language(), groups.of(item.contentId()));
  }

  private static boolean isOpenTo(String country, ContentItem item) {
    return item.regions().isEmpty() || (country != null && item.regions().contains(country));
  }

  private static boolean isExpired(ContentItem item, long now) {
    return item.expiresAt() != null && item.expiresAt() <= now;
  }
}
