package io.nowfeed.jobs.metrics;

import io.nowfeed.sinks.metrics.DeclaredMetric;
import io.nowfeed.sinks.metrics.MetricDefinition;

/**
 * What the jobs measure, in the order of the flow. How they relate:
 *
 * <ul>
 *   <li>{@link #JOINED} = beacons and interactions that were accepted − {@link #DUPLICATES} −
 *       {@link #WAITING}.
 *   <li>{@link #LISTS_SENT} + {@link #LISTS_UNCHANGED} = occasions that made a list. Below what
 *       active users do, lists are missing.
 *   <li>{@link #FRESHNESS} − {@link #FRESHNESS_SINCE_INGESTION} = what phones and the ingress took.
 *       Alert on the latter: a phone that was offline is not the job's fault.
 *   <li>{@link #HIT_RATE} = {@link #HITS} / {@link #SCORED}.
 * </ul>
 */
public enum JobMetric implements DeclaredMetric {
  /** Of the operators that accept. */
  DEAD_LETTERS(
      MetricDefinition.counter("deadLetters", "records")
          .by("reason")
          .means(
              "could not be read, and are in `dead-letters`; the operator names the input. Those"
                  + " that a table refuses are `refusedRows`")
          .alertWhen("it is more than usual")),

  JOINED(
      MetricDefinition.counter("joined", "events")
          .by("reason")
          .means("left the join with that [`match_reason`](join.md#what-comes-out)")
          .alertWhen("the share of `NO_SUCH_USER` rises; `NOT_LOADED_IN_TIME` grows")),
  DUPLICATES(
      MetricDefinition.counter("duplicates", "events")
          .means("repetitions, which are in `duplicates` and count nowhere: some per mille")
          .alertWhen("it jumps: clients retry, so the ingress answers slowly")),
  WAITED(
      MetricDefinition.counter("waited", "events")
          .means("had to wait for their user, a small share: new users")
          .alertWhen("it rises: capture is behind")),
  HELD_WHILE_LOADING(
      MetricDefinition.counter("heldWhileLoading", "events")
          .means("had to wait for the users table after the start, then constant")
          .alertWhen("–")),
  WAITING(
      MetricDefinition.gauge("waiting", "events")
          .means("held now, for their user or for the users table")
          .alertWhen("it stays high though the table is loaded")),
  TABLE_LOADED(
      MetricDefinition.gauge("tableLoaded", "0 or 1")
          .means("1 once the users table was read to where it ended at the start")
          .alertWhen("it stays 0")),
  TABLE_LOAD_MILLIS(
      MetricDefinition.gauge("tableLoadMillis", "ms")
          .means("how long that took, 0 before")
          .alertWhen("it nears `enrichment.max-load-wait`")),
  ERASURES(
      MetricDefinition.counter("erasures", "users")
          .means("deleted from the users table, and erased from the state")
          .alertWhen("it jumps, unless you know why")),

  FRESHNESS(
      MetricDefinition.histogram("freshnessMillis", "ms")
          .by("stage")
          .means(
              "from the time of an event until it was `ENRICHED`, and until the list that it made"
                  + " was sent (`RECOMMENDED`)")
          .alertWhen("above what you promise")),
  FRESHNESS_SINCE_INGESTION(
      MetricDefinition.histogram("freshnessSinceIngestionMillis", "ms")
          .by("stage")
          .means("the same from when the broker took the event: without what phones took")
          .alertWhen("p99 of `RECOMMENDED` is above what you promise")),

  LATE_EVENTS(
      MetricDefinition.counter("lateEvents", "interactions")
          .means("too late for their windows, and in `late-events`")
          .alertWhen("it is more than usual")),

  ACTIVE_USERS(
      MetricDefinition.gauge("activeUsers", "users")
          .means(
              "active now: within `recommendation.active-for` of a beacon. After a start those"
                  + " count who did something since")
          .alertWhen("it falls to 0")),
  USERS_JOINED(
      MetricDefinition.counter("usersJoined", "users")
          .by("arm")
          .means("had their first beacon, by the arm of the experiment they are in")
          .alertWhen("–")),
  SAMPLE_RATIO_MISMATCH(
      MetricDefinition.gauge("sampleRatioMismatch", "probability")
          .means(
              "p-value of a chi-squared test that users come to the arms as they should; each"
                  + " subtask tests its own")
          .alertWhen("below 0.0005: compare nothing by this experiment")),

  LISTS_SENT(
      MetricDefinition.counter("listsSent", "lists")
          .means("made and sent")
          .alertWhen("nobody gets any")),
  LISTS_UNCHANGED(
      MetricDefinition.counter("listsUnchanged", "lists")
          .means("made and not sent, being like the one in force")
          .alertWhen("–")),
  LISTS_REPLACED(
      MetricDefinition.counter("listsReplaced", "lists")
          .means("sent because an item was withdrawn")
          .alertWhen("it jumps, unless you know why")),
  SCORED(
      MetricDefinition.counter("scored", "engagements")
          .by("arm")
          .by("language")
          .means("measured by what the list in force was worth")
          .alertWhen("–")),
  HITS(
      MetricDefinition.counter("hits", "engagements")
          .by("arm")
          .by("arm", "rung")
          .by("language")
          .means("of these, among the first ten of the list")
          .alertWhen("–")),
  HIT_RATE(
      MetricDefinition.gauge("hitRateAt10", "share")
          .by("arm")
          .by("arm", "rung")
          .by("language")
          .means("hits by what was scored since the start of the task; of a rung, by its arm's")
          .alertWhen("an arm falls")),
  MEAN_RECIPROCAL_RANK(
      MetricDefinition.gauge("meanReciprocalRankAt10", "share")
          .by("arm")
          .by("arm", "rung")
          .by("language")
          .means("of what was scored since the start of the task, the mean of 1 / rank")
          .alertWhen("an arm falls"));

  @SuppressWarnings("ImmutableEnumChecker") // its lists are, although their type does not say so
  private final MetricDefinition definition;

  JobMetric(MetricDefinition definition) {
    this.definition = definition;
  }

  @Override
  public MetricDefinition definition() {
    return definition;
  }
}
