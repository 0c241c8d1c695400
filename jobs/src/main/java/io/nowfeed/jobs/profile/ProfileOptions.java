package io.nowfeed.jobs.profile;

import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.ListOptions;
import java.io.Serializable;
import java.time.Duration;

/**
 * What is kept of a user, and who is asked.
 *
 * @param history how many items a user engaged with last are remembered
 * @param taught how many of them learn what the user engages with next
 * @param asked how many are asked for their neighbours for the first list of a session
 * @param askedAgain how many are asked for the lists after it
 * @param activeFor for how long after a beacon a user is active
 * @param tasteHalfLife after how long an engagement counts half in the tastes
 * @param retention after how long without events a profile is forgotten
 * @param experiment who gets lists of which rungs
 */
public record ProfileOptions(
    int history,
    int taught,
    int asked,
    int askedAgain,
    Duration activeFor,
    Duration tasteHalfLife,
    Duration retention,
    Experiment experiment)
    implements Serializable {

  /** As they are configured. */
  public static ProfileOptions of(JobConfig config) {
    return new ProfileOptions(
        config.get(ListOptions.HISTORY),
        config.get(ListOptions.TAUGHT),
        config.get(ListOptions.ASKED),
        config.get(ListOptions.ASKED_AGAIN),
        config.get(ListOptions.ACTIVE_FOR),
        config.get(ListOptions.TASTE_HALF_LIFE),
        config.get(ListOptions.PROFILE_RETENTION),
        Experiment.of(config));
  }
}
