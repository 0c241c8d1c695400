package io.nowfeed.jobs.recommendation;

import io.nowfeed.jobs.flow.Neighbours;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidates of co-visitation: what the items of a user's history are connected with. A candidate's
 * score is the sum of what each says, by how much it counts.
 */
final class CoVisited {
  /** Spelled out: a list sorts up to a thousand, and a chain of comparators calls two more. */
  private static final Comparator<Candidate> BEST_FIRST =
      (one, other) -> {
        int byScore = Double.compare(other.score, one.score);
        return byScore != 0 ? byScore : Long.compare(one.item, other.item);
      };

  private CoVisited() {}

  /** The candidates, best first. */
  static List<Candidate> of(List<Neighbours> answers) {
    Map<Long, Candidate> found = new HashMap<>();
    for (Neighbours answer : answers) {
      for (int i = 0; i < answer.items().length; i++) {
        found
            .computeIfAbsent(answer.items()[i], Candidate::new)
            .add(answer.weight() * answer.scores()[i], answer.item(), answer.counts()[i]);
      }
    }
    List<Candidate> candidates = new ArrayList<>(found.values());
    candidates.sort(BEST_FIRST);
    return candidates;
  }

  /** An item that users engaged with who engaged with what this user engaged with. */
  static final class Candidate {
    final long item;
    private double score;
    private double most;
    private long source;
    private int count;

    private Candidate(long item) {
      this.item = item;
    }

    private void add(double part, long from, int users) {
      score += part;
      // Of the same weight the smaller hash, so that the order of the answers says nothing.
      if (part > most || (part == most && from < source)) {
        most = part;
        source = from;
        count = users;
      }
    }

    /** What ranks it. */
    double score() {
      return score;
    }

    /** The hash of the item that spoke for it most. */
    long source() {
      return source;
    }

    /** How often users engaged with it after that one. */
    int count() {
      return count;
    }
  }
}
