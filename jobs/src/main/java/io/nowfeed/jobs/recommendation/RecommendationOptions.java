package io.nowfeed.jobs.recommendation;

import io.nowfeed.jobs.config.Dimension;
import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.config.ListOptions;
import io.nowfeed.jobs.config.WindowSize;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How lists are made.
 *
 * @param trends the leaderboards they are made of
 * @param items on a list at most
 * @param maxPerCategory items of a category, as long as others fill the list
 * @param exploring how fresh content gets its first impressions
 * @param expiresAfter after how long a list should no longer be shown
 * @param resendBefore how much time a list has left when it is sent again unchanged
 * @param seen how many items of a user's last interactions are kept
 * @param retention after how long without events what is kept of a user is forgotten
 * @param experiment who gets lists of which rungs
 */
public record RecommendationOptions(
    Trends trends,
    int items,
    int maxPerCategory,
    Exploring exploring,
    Duration expiresAfter,
    Duration resendBefore,
    int seen,
    Duration retention,
    Experiment experiment)
    implements Serializable {

  /** As they are configured. */
  public static RecommendationOptions of(JobConfig config) {
    return new RecommendationOptions(
        new Trends(
            config.windows().stream().map(WindowSize::label).toList(),
            config.segments(),
            config.get(JobOptions.AGE_BANDS)),
        config.get(ListOptions.ITEMS),
        config.get(ListOptions.MAX_PER_CATEGORY),
        new Exploring(
            config.get(ListOptions.EXPLORE_SHARE),
            config.get(ListOptions.FRESH_FOR),
            config.get(ListOptions.FRESH_IMPRESSIONS)),
        config.get(ListOptions.EXPIRES_AFTER),
        config.get(ListOptions.RESEND_BEFORE),
        config.get(ListOptions.SEEN),
        config.get(ListOptions.PROFILE_RETENTION),
        Experiment.of(config));
  }

  /** After how long without a list what is known of the last one is forgotten. */
  Duration offerRetention() {
    return expiresAfter.multipliedBy(2);
  }

  /**
   * Which leaderboards there are.
   *
   * @param windows their labels, in the order in which they are used
   * @param segments the dimensions of each, none of the global one
   * @param ageBands the ages at which bands begin, ascending
   */
  public record Trends(List<String> windows, List<List<Dimension>> segments, List<Integer> ageBands)
      implements Serializable {}

  /**
   * How fresh content gets its first impressions.
   *
   * @param share of a list's places, from 0 to 1
   * @param freshFor for how long after its publication content is fresh
   * @param impressions after which it is explored no more
   */
  public record Exploring(double share, Duration freshFor, int impressions)
      implements Serializable {
    int places(int items) {
      return (int) Math.round(share * items);
    }
  }
}
