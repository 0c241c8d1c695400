package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;

/** What can be recommended: the content, and what is popular of it. */
interface Catalogue {
  /** The item of this hash, null when it was withdrawn or never published. */
  ContentItem item(long hash) throws Exception;

  /** What is popular in a segment and window, null when nothing is. */
  Trend trend(String segment, String window) throws Exception;

  /** The items of a trend, in its order; null in the place of one that was withdrawn. */
  default ContentItem[] items(Trend trend) throws Exception {
    ContentItem[] items = new ContentItem[trend.items().length];
    for (int i = 0; i < items.length; i++) {
      items[i] = item(trend.items()[i]);
    }
    return items;
  }

  /**
   * The newest content that is published and has not expired, newest first.
   *
   * @param language of it and of no language; null for every language
   * @param now event time, epoch milliseconds
   */
  Iterable<ContentItem> newest(String language, long now) throws Exception;

  /** Grows whenever what is newest changes. */
  long changes();
}
