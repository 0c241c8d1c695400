package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.jobs.flow.ContentHash;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which fresh content has had few impressions. A subtask counts those of its users, a random part
 * of all, and takes all for so many times more as there are subtasks: close enough to stop, and no
 * word need cross the network. Counts begin anew after a restart.
 */
final class Exploration {
  /** Beyond, the item with the least recent impression is taken for one without any. */
  private static final int REMEMBERED = 100_000;

  private final RecommendationOptions.Exploring options;
  private final int subtasks;
  private long changes;
  private final Map<Long, Integer> impressions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  Exploration(RecommendationOptions.Exploring options, int subtasks) {
    this.options = options;
    this.subtasks = subtasks;
  }

  /** An item was shown to somebody. */
  void shown(ContentItem item, long now) {
    if (isFresh(item, now)) {
      int counted = impressions.merge(ContentHash.of(item.contentId()), 1, Integer::sum);
      if (isEnough(counted) && !isEnough(counted - 1)) {
        changes++;
      }
    }
  }

  /** How often an item had as many impressions as it needs so far. */
  long changes() {
    return changes;
  }

  /** Whether the item was published of late. */
  boolean isFresh(ContentItem item, long now) {
    return item.publishedAt() != null && item.publishedAt() > now - options.freshFor().toMillis();
  }

  /** Whether the item needs more impressions. */
  boolean wants(ContentItem item) {
    return !isEnough(impressions.getOrDefault(ContentHash.of(item.contentId()), 0));
  }

  private boolean isEnough(int counted) {
    return (long) counted * subtasks >= options.impressions();
  }
}
