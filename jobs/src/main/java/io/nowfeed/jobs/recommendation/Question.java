package io.nowfeed.jobs.recommendation;

import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.UserHash;

/**
 * What the recommender hears of a user: an occasion, or an answer it waits for.
 *
 * @param user whose it is
 * @param occasion the occasion, or null
 * @param answer the answer, or null
 */
public record Question(UserHash user, Occasion occasion, Neighbours answer) {
  static Question of(Occasion occasion) {
    return new Question(occasion.event().hash(), occasion, null);
  }

  static Question of(Neighbours answer) {
    return new Question(answer.asker(), null, answer);
  }
}
