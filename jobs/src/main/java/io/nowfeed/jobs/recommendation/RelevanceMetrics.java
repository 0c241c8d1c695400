package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.Experiment.Arm;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What lists are worth, as metrics of each arm, rung and language since the start of the task:
 * {@code scored} engagements, {@code hits} among the first ten, and from them {@code hitRateAt10}
 * and {@code meanReciprocalRankAt10} (Voorhees, TREC-8 1999). Of a rung both are shares of what its
 * arm scored, so that they add up.
 */
final class RelevanceMetrics {
  private static final int TOP = 10;

  /** Of more languages, those met later have no metrics of their own. */
  private static final int LANGUAGES = 50;

  private final MetricGroup group;
  private final Map<String, Score> arms = new HashMap<>();
  private final Map<String, Map<Rung, Score>> rungs = new HashMap<>();
  private final Map<String, Score> languages = new HashMap<>();

  RelevanceMetrics(Experiment experiment, MetricGroup operator) {
    group = operator.addGroup("nowfeed");
    for (Arm arm : experiment.arms()) {
      MetricGroup ofArm = group.addGroup("arm", arm.name());
      Score score = new Score(ofArm);
      arms.put(arm.name(), score);
      Map<Rung, Score> ofRungs = new EnumMap<>(Rung.class);
      for (Rung rung : arm.rungs()) {
        ofRungs.put(rung, new Score(ofArm.addGroup("rung", rung.name()), score.scored));
      }
      rungs.put(arm.name(), ofRungs);
    }
  }

  /** An engagement was measured. */
  void measured(Relevance relevance) {
    arms.get(relevance.arm()).take(relevance.rank());
    Score rung = rungs.get(relevance.arm()).get(relevance.rung());
    if (rung != null) {
      rung.hit(relevance.rank());
    }
    String language = relevance.language();
    if (language != null && (languages.containsKey(language) || languages.size() < LANGUAGES)) {
      languages
          .computeIfAbsent(language, any -> new Score(group.addGroup("language", language)))
          .take(relevance.rank());
    }
  }

  /** Counts of one group. */
  private static final class Score {
    private final Counter scored;
    private final Counter hits;
    private double reciprocalRanks;

    private Score(MetricGroup group) {
      this(group, group.counter("scored"));
    }

    private Score(MetricGroup group, Counter scored) {
      this.scored = scored;
      hits = group.counter("hits");
      group.gauge("hitRateAt10", (Gauge<Double>) () -> share((double) hits.getCount()));
      group.gauge("meanReciprocalRankAt10", (Gauge<Double>) () -> share(reciprocalRanks));
    }

    private void take(Integer rank) {
      scored.inc();
      hit(rank);
    }

    private void hit(Integer rank) {
      if (rank != null && rank <= TOP) {
        hits.inc();
        reciprocalRanks += 1.0 / rank;
      }
    }

    private double share(double sum) {
      return scored.getCount() == 0 ? 0 : sum / scored.getCount();
    }
  }
}
