package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.jobs.flow.ContentChange;

/**
 * What every recommender must know: a change of the content, or what is popular in a segment.
 *
 * @param content the change, or null
 * @param trend what is popular, or null
 */
public record CatalogueUpdate(ContentChange content, Trend trend) {
  static CatalogueUpdate of(ContentChange content) {
    return new CatalogueUpdate(content, null);
  }

  static CatalogueUpdate of(Leaderboard board) {
    return new CatalogueUpdate(null, Trend.of(board));
  }
}
