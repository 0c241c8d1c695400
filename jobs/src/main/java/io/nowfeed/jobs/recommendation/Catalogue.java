package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Leaderboard;

/** What can be recommended: the content, and what is popular of it. */
interface Catalogue {
  /** The item, null when it was withdrawn or never published. */
  ContentItem item(String contentId) throws Exception;

  /** The leaderboard of a segment and window, null when nothing is popular there. */
  Leaderboard board(String segment, String window) throws Exception;

  /** Some of the newest content, newest first. */
  Iterable<ContentItem> newest();
}
