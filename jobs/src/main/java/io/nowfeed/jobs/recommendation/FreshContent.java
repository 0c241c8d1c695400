package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fresh content that still needs impressions, by language. It is looked for once and then known for
 * a moment, unless the content changes or some has had its impressions: to look for each list was a
 * fifth of what a list cost.
 */
final class FreshContent {
  /** Enough fresh content for every place, whatever the user has seen of it. */
  private static final int CANDIDATES = 50;

  /** So that content which has had its impressions costs little. */
  private static final int LOOKED_AT = 200;

  /** Of event time, milliseconds: so much later, content may have become fresh, or old. */
  private static final long KNOWN_FOR = 1_000;

  /** Users' events are a little out of order: whoever is so far behind takes the same. */
  private static final long KNOWN_BEFORE = 10_000;

  /** More languages than there are: some users have made theirs up. */
  private static final int LANGUAGES = 1_000;

  private final Exploration exploration;
  private final Map<String, Found> found = new HashMap<>();

  /**
   * What was found.
   *
   * @param at event time, epoch milliseconds
   * @param changes what content and impressions had changed until then
   */
  private record Found(List<ContentItem> items, long at, long changes) {
    boolean isOf(long now, long current) {
      return changes == current && now - at < KNOWN_FOR && at - now < KNOWN_BEFORE;
    }
  }

  /**
   * @param exploration knows what needs impressions
   */
  FreshContent(Exploration exploration) {
    this.exploration = exploration;
  }

  /**
   * The newest of it, newest first. What was published a moment after {@code now} may be among it.
   *
   * @param language of it and of no language; null for every language
   * @param now event time, epoch milliseconds
   */
  List<ContentItem> of(String language, long now, Catalogue catalogue) throws Exception {
    long changes = catalogue.changes() + exploration.changes();
    Found known = found.get(language);
    if (known == null || !known.isOf(now, changes)) {
      if (found.size() >= LANGUAGES) {
        found.clear();
      }
      known = new Found(look(language, now, catalogue), now, changes);
      found.put(language, known);
    }
    return known.items;
  }

  private List<ContentItem> look(String language, long now, Catalogue catalogue) throws Exception {
    List<ContentItem> items = new ArrayList<>();
    int looked = 0;
    for (ContentItem item : catalogue.newest(language, now)) {
      if (!exploration.isFresh(item, now) || items.size() == CANDIDATES || looked++ == LOOKED_AT) {
        break;
      }
      if (exploration.wants(item)) {
        items.add(item);
      }
    }
    return items;
  }
}
