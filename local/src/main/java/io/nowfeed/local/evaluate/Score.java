package io.nowfeed.local.evaluate;

/** How well a ranker put the items that users then engaged with among the first places. */
final class Score {
  /** How many places count: the length of a list. */
  static final int PLACES = 10;

  /** The rank of what is not among the first places. */
  static final double MISS = 0;

  private long events;
  private long hits;
  private double reciprocals;

  /**
   * Adds an event.
   *
   * @param rank from 1, with halves for ties; {@link #MISS} for none
   */
  void add(double rank) {
    events++;
    if (rank != MISS && rank <= PLACES) {
      hits++;
      reciprocals += 1 / rank;
    }
  }

  long events() {
    return events;
  }

  long hits() {
    return hits;
  }

  /** The share of events whose item was among the first places: HR@10. */
  double hitRate() {
    return events == 0 ? 0 : (double) hits / events;
  }

  /** The mean of 1 / rank, 0 for a miss: MRR@10. */
  double reciprocalRank() {
    return events == 0 ? 0 : reciprocals / events;
  }
}
