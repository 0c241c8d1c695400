package io.nowfeed.local.everyevent;

import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import java.time.Duration;
import java.util.Map;

/**
 * What a run is drawn from, and the bounds of its job.
 *
 * @param seed everything random comes of it
 * @param parallelism the job's in the beginning
 * @param patient whether events wait long enough for users who are inserted behind them; if not,
 *     those of users who are not there soon go on without
 */
record Setting(long seed, int parallelism, boolean patient) {
  static final String BEACONS = "everyevent-beacons";
  static final String INTERACTIONS = "everyevent-interactions";
  static final String USERS = "everyevent-users";

  /** Events that only show how far the job is; apart, so that they change no coordinates. */
  static final String PROBE_BEACONS = "everyevent-probe-beacons";

  static final String PROBE_INTERACTIONS = "everyevent-probe-interactions";

  /** The last one holds no beacons: a quiet partition stalls nothing. */
  static final int EVENT_PARTITIONS = 3;

  static final int PHASES = 4;

  /** A phase's events are within seconds, so that event time is clear between phases. */
  static final long PHASE = Duration.ofMinutes(10).toMillis();

  /** Reached by repetitions from two phases ago. */
  static final long HORIZON = 2 * PHASE;

  static final long MAX_AHEAD = Duration.ofSeconds(10).toMillis();
  static final long VERSION_RETENTION = Duration.ofHours(4).toMillis();
  static final int MAX_VERSIONS = 3;
  static final int MAX_VALUE_BYTES = 2048;

  /** What is this far behind a phase is late in it, and nothing of a phase is nearly so. */
  static final long CLEARLY_LATE = PHASE / 2;

  int usersPartitions() {
    return 3 + Math.floorMod(seed, 2);
  }

  /** Whether lists of recommendations are written exactly once. */
  boolean listsOnce() {
    return !patient;
  }

  /** The time of a phase; the broker's in this test, and the first on-time event's. */
  static long time(int phase) {
    return Fixtures.NOON + phase * PHASE;
  }

  JobConfig config(String bootstrapServers) throws InvalidConfigException {
    return JobConfig.of(
        Map.ofEntries(
            Map.entry("kafka.bootstrap.servers", bootstrapServers),
            Map.entry("topic.beacons", BEACONS + ";" + PROBE_BEACONS),
            Map.entry("topic.interactions", INTERACTIONS + ";" + PROBE_INTERACTIONS),
            Map.entry("topic.users", USERS),
            Map.entry("checkpoint.interval", "400 ms"),
            Map.entry("source.idleness", "500 ms"),
            Map.entry("source.max-ahead", MAX_AHEAD + " ms"),
            Map.entry("source.max-value-size", MAX_VALUE_BYTES + " b"),
            Map.entry("deduplication.horizon", HORIZON + " ms"),
            Map.entry("enrichment.max-wait", patient ? "2 min" : "1 s"),
            Map.entry("enrichment.max-versions", Integer.toString(MAX_VERSIONS)),
            Map.entry("enrichment.version-retention", VERSION_RETENTION + " ms"),
            Map.entry("recommendation.delivery", listsOnce() ? "EXACTLY_ONCE" : "AT_LEAST_ONCE")),
        PersonalizationJob.REQUIRED);
  }

  @Override
  public String toString() {
    return "seed %d, parallelism %d, %s"
        .formatted(seed, parallelism, patient ? "patient" : "impatient");
  }
}
