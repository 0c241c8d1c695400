package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The newest content of each language, for lists that popular content does not fill. Bounded: of a
 * language with more than its limit, the oldest are left out.
 */
final class NewestContent {
  private static final Comparator<ContentItem> NEWEST_FIRST =
      Comparator.comparingLong(NewestContent::publishedAt)
          .reversed()
          .thenComparing(ContentItem::contentId);

  private final int limit;
  private final TreeSet<ContentItem> all = new TreeSet<>(NEWEST_FIRST);
  private final Map<String, TreeSet<ContentItem>> byLanguage = new HashMap<>();
  private final Map<String, ContentItem> byId = new HashMap<>();

  /**
   * @param limit items a language at most
   */
  NewestContent(int limit) {
    this.limit = limit;
  }

  void put(ContentItem item) {
    remove(item.contentId());
    TreeSet<ContentItem> items =
        byLanguage.computeIfAbsent(language(item), any -> new TreeSet<>(NEWEST_FIRST));
    items.add(item);
    all.add(item);
    byId.put(item.contentId(), item);
    if (items.size() > limit) {
      remove(items.last().contentId());
    }
  }

  void remove(String contentId) {
    ContentItem known = byId.remove(contentId);
    if (known != null) {
      byLanguage.get(language(known)).remove(known);
      all.remove(known);
    }
  }

  /** The newest of every language, newest first whatever the language. */
  Iterable<ContentItem> all() {
    return all;
  }

  private static String language(ContentItem item) {
    return item.language() == null ? "" : item.language();
  }

  private static long publishedAt(ContentItem item) {
    return item.publishedAt() == null ? 0 : item.publishedAt();
  }
}
