package io.nowfeed.local.evaluate;

import io.nowfeed.events.Rung;
import io.nowfeed.local.evaluate.JobOutput.Measured;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/**
 * Scores what the job measured of its lists, on the events that the baselines score. What the job
 * did not measure is a miss; what it measured beyond them is left out; both are counted.
 */
final class LadderScores {
  private final PopularityBaselines.Scores baselines;
  private final BitSet missing;
  private final Score frozen = new Score();
  private final Score rowByRow = new Score();
  private final Map<Rung, Long> hits = new EnumMap<>(Rung.class);
  private long unexpected;

  /**
   * @param baselines say which events are scored
   */
  LadderScores(PopularityBaselines.Scores baselines) {
    this.baselines = baselines;
    this.missing = (BitSet) baselines.scored().clone();
  }

  /** Takes what was measured of an event. */
  void add(Measured measured) {
    if (measured.engagedBefore() == 0 && !baselines.scored().get(measured.event())) {
      return;
    }
    if (!missing.get(measured.event())) {
      unexpected++;
      return;
    }
    missing.clear(measured.event());
    score(measured.event(), measured.sessionRank(), measured.rank());
    if (measured.rung() != null && measured.rank() <= Score.PLACES) {
      hits.merge(measured.rung(), 1L, Long::sum);
    }
  }

  /** When all was taken. */
  LadderScores complete() {
    for (int event = missing.nextSetBit(0); event >= 0; event = missing.nextSetBit(event + 1)) {
      score(event, Score.MISS, Score.MISS);
    }
    return this;
  }

  private void score(int event, double sessionRank, double rank) {
    rowByRow.add(rank);
    if (baselines.scoredFrozen().get(event)) {
      frozen.add(sessionRank);
    }
  }

  /** By the first list of the event's session. */
  Score frozen() {
    return frozen;
  }

  /** By the list in force. */
  Score rowByRow() {
    return rowByRow;
  }

  /** Row by row, how many hits each rung brought. */
  long hits(Rung rung) {
    return hits.getOrDefault(rung, 0L);
  }

  /** How many events the job should have measured and did not. */
  long missing() {
    return missing.cardinality();
  }

  /** How many the job measured twice, or that are not to be scored. */
  long unexpected() {
    return unexpected;
  }
}
