package io.nowfeed.jobs.covisitation;

import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.ListOptions;
import java.io.Serializable;
import java.time.Duration;

/**
 * What items remember of each other.
 *
 * @param neighbours an item remembers at most
 * @param answered neighbours an item answers with at most
 * @param halfLife after how long of event time what was learnt counts half
 * @param retention after how long without learning an item's neighbours are forgotten
 */
public record CoVisitationOptions(
    int neighbours, int answered, Duration halfLife, Duration retention) implements Serializable {

  /** As they are configured. */
  public static CoVisitationOptions of(JobConfig config) {
    return new CoVisitationOptions(
        config.get(ListOptions.NEIGHBOURS),
        config.get(ListOptions.ANSWERED),
        config.get(ListOptions.HALF_LIFE),
        config.get(ListOptions.ITEM_RETENTION));
  }
}
