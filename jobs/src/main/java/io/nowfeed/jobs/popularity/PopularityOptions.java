package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.Measure;
import io.nowfeed.jobs.config.Dimension;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.config.WindowSize;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is counted and ranked.
 *
 * @param windows the shortest first; sizes are multiples of their slides, slides of the one before
 * @param allowedLateness how long after its end a window is still corrected
 * @param quietAfter after how long without any event windows go on with the wall clock
 * @param segments the dimensions of each, none of the global one
 * @param ageBands the ages at which bands begin, ascending
 * @param maxAhead how far an event may be ahead of the clock
 * @param combinedPairs how many counts a subtask keeps in memory
 * @param ranked how boards are ranked
 */
public record PopularityOptions(
    List<WindowSize> windows,
    Duration allowedLateness,
    Duration quietAfter,
    List<List<Dimension>> segments,
    List<Integer> ageBands,
    Duration maxAhead,
    int combinedPairs,
    Ranked ranked)
    implements Serializable {

  /** As they are configured. */
  public static PopularityOptions of(JobConfig config) {
    return new PopularityOptions(
        config.windows(),
        config.get(JobOptions.ALLOWED_LATENESS),
        config.get(JobOptions.QUIET_AFTER),
        config.segments(),
        config.get(JobOptions.AGE_BANDS),
        config.get(JobOptions.MAX_AHEAD),
        config.get(JobOptions.COMBINED_PAIRS),
        new Ranked(
            config.weights(),
            config.watchMinuteWeight(),
            config.get(JobOptions.TOP),
            config.topBy(),
            config.get(JobOptions.CTR_PRIOR_CLICKS),
            config.get(JobOptions.CTR_PRIOR_IMPRESSIONS)));
  }

  /**
   * How boards are ranked.
   *
   * @param weights what each action adds to the score
   * @param watchMinuteWeight what a minute watched adds
   * @param places on a list
   * @param topBy measures with a list of their own
   * @param priorClicks clicks that each item is credited with
   * @param priorImpressions impressions that each item is credited with
   */
  public record Ranked(
      Map<Action, Double> weights,
      double watchMinuteWeight,
      int places,
      List<Measure> topBy,
      int priorClicks,
      int priorImpressions)
      implements Serializable {}
}
