package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.jobs.flow.ContentChange;

/**
 * What every recommender must know: a change of the content, or a leaderboard.
 *
 * @param content the change, or null
 * @param board the leaderboard, or null
 */
public record CatalogueUpdate(ContentChange content, Leaderboard board) {
  static CatalogueUpdate of(ContentChange content) {
    return new CatalogueUpdate(content, null);
  }

  static CatalogueUpdate of(Leaderboard board) {
    return new CatalogueUpdate(null, board);
  }
}
