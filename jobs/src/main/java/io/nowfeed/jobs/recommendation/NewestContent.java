package io.nowfeed.jobs.recommendation;

import com.google.common.collect.Iterables;
import io.nowfeed.events.ContentItem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The newest content of each language, for fresh places and for lists that popular content does not
 * fill. Bounded: of a language with more than its limit, the oldest are left out. Content that is
 * yet to be published waits apart, so that it takes no place of what can be shown.
 */
final class NewestContent {
  private static final Comparator<ContentItem> NEWEST_FIRST =
      Comparator.comparingLong(NewestContent::publishedAt)
          .reversed()
          .thenComparing(ContentItem::contentId);

  private final int limit;
  private final Map<String, Language> languages = new HashMap<>();
  private final Map<String, ContentItem> byId = new HashMap<>();
  private long now;
  private long changes;

  /**
   * @param limit items a language at most, and as many that are yet to be published
   */
  NewestContent(int limit) {
    this.limit = limit;
  }

  /** From now on it is this time, epoch milliseconds. */
  void at(long clock) {
    now = clock;
  }

  /** How often content was put or removed so far, or its time came. */
  long changes() {
    return changes;
  }

  void put(ContentItem item) {
    changes++;
    remove(item.contentId());
    Language language = languages.computeIfAbsent(language(item), any -> new Language());
    NavigableSet<ContentItem> items =
        publishedAt(item) > now ? language.upcoming : language.published;
    items.add(item);
    byId.put(item.contentId(), item);
    if (items.size() > limit) {
      // Of what is to come, the last to come; of what there is, the oldest.
      remove((items == language.upcoming ? items.first() : items.last()).contentId());
    }
  }

  void remove(String contentId) {
    ContentItem known = byId.remove(contentId);
    if (known != null) {
      changes++;
      Language language = languages.get(language(known));
      language.published.remove(known);
      language.upcoming.remove(known);
    }
  }

  /**
   * The newest that can be shown now, newest first.
   *
   * @param language of it and of no language; null for every language
   * @param eventTime epoch milliseconds
   */
  Iterable<ContentItem> of(String language, long eventTime) {
    List<NavigableSet<ContentItem>> found =
        (language == null
                ? languages.values().stream()
                : Stream.of(languages.get(language), languages.get("")).filter(Objects::nonNull))
            .map(this::published)
            .toList();
    return Iterables.filter(
        Iterables.mergeSorted(found, NEWEST_FIRST), item -> isShown(item, eventTime));
  }

  /** After what is due has moved there. */
  private NavigableSet<ContentItem> published(Language language) {
    NavigableSet<ContentItem> upcoming = language.upcoming;
    while (!upcoming.isEmpty() && publishedAt(upcoming.last()) <= now) {
      put(upcoming.last());
    }
    return language.published;
  }

  private static boolean isShown(ContentItem item, long now) {
    return publishedAt(item) <= now && (item.expiresAt() == null || now < item.expiresAt());
  }

  private static String language(ContentItem item) {
    return item.language() == null ? "" : item.language();
  }

  private static long publishedAt(ContentItem item) {
    return item.publishedAt() == null ? 0 : item.publishedAt();
  }

  /** The content of a language. */
  private static final class Language {
    private final NavigableSet<ContentItem> published = new TreeSet<>(NEWEST_FIRST);
    private final NavigableSet<ContentItem> upcoming = new TreeSet<>(NEWEST_FIRST);
  }
}
