package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.jobs.flow.ContentHash;
import java.util.HashMap;
import java.util.Map;

/**
 * How many lists in force hold an item, at least: most items that are withdrawn stand on none, and
 * then no list need be looked at. Counted from the first withdrawal after a start, before which it
 * is not needed. Lists that are forgotten unseen stay counted: a look in vain.
 */
final class Listed {
  private final Map<Long, Integer> lists = new HashMap<>();
  private boolean complete;

  /** Whether every list in force is counted. */
  boolean isComplete() {
    return complete;
  }

  /** Counts a list that is in force since before. */
  void restore(Recommendations list) {
    count(list, 1);
  }

  /** All that were in force are counted. */
  void complete() {
    complete = true;
  }

  /**
   * A list takes the place of another.
   *
   * @param before null for none
   * @param now null for none
   */
  void replace(Recommendations before, Recommendations now) {
    if (complete) {
      count(before, -1);
      count(now, 1);
    }
  }

  /** Whether a list in force may hold the item. */
  boolean mayHold(String contentId) {
    return lists.containsKey(ContentHash.of(contentId));
  }

  private void count(Recommendations list, int more) {
    if (list == null) {
      return;
    }
    for (RecommendedItem item : list.items()) {
      lists.merge(
          ContentHash.of(item.contentId()),
          more,
          (known, by) -> known + by <= 0 ? null : known + by);
    }
  }
}
