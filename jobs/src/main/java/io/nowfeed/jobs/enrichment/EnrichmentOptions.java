package io.nowfeed.jobs.enrichment;

import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import java.io.Serializable;
import java.time.Duration;

/**
 * The bounds of the join.
 *
 * @param maxLoadWait how long after a start events are held while the users table is loaded
 * @param maxWait how long an event waits for a user that is not there
 * @param maxWaiting how many events of a user wait at most
 * @param maxVersions how many versions of a user are kept
 * @param versionRetention how long a version is kept after it was replaced
 * @param deletedRetention how long it is remembered that a user was deleted
 * @param deduplicationHorizon how long after an event its repetition is recognised
 */
public record EnrichmentOptions(
    Duration maxLoadWait,
    Duration maxWait,
    int maxWaiting,
    int maxVersions,
    Duration versionRetention,
    Duration deletedRetention,
    Duration deduplicationHorizon)
    implements Serializable {

  /** As they are configured. */
  public static EnrichmentOptions of(JobConfig config) {
    return new EnrichmentOptions(
        config.get(JobOptions.MAX_LOAD_WAIT),
        config.get(JobOptions.MAX_WAIT),
        config.get(JobOptions.MAX_WAITING),
        config.get(JobOptions.MAX_VERSIONS),
        config.get(JobOptions.VERSION_RETENTION),
        config.get(JobOptions.DELETED_RETENTION),
        config.get(JobOptions.DEDUPLICATION_HORIZON));
  }
}
