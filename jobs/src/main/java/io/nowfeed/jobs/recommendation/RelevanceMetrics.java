package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.Experiment.Arm;
import io.nowfeed.jobs.metrics.JobMetric;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What lists are worth, as metrics of each arm, rung and language since the start of the task (the
 * mean reciprocal rank is Voorhees', TREC-8 1999). Of a rung they are shares of what its arm
 * scored, so that they add up.
 */
final class RelevanceMetrics {
  private static final int TOP = 10;

  /** Of more languages, those met later have no metrics of their own. */
  private static final int LANGUAGES = 50;

  private final MetricGroup operator;
  private final Map<String, Score> arms = new HashMap<>();
  private final Map<String, Map<Rung, Score>> rungs = new HashMap<>();
  private final Map<String, Score> languages = new HashMap<>();

  RelevanceMetrics(Experiment experiment, MetricGroup operator) {
    this.operator = operator;
    for (Arm arm : experiment.arms()) {
      Score score = new Score(operator, Map.of("arm", arm.name()));
      arms.put(arm.name(), score);
      Map<Rung, Score> ofRungs = new EnumMap<>(Rung.class);
      for (Rung rung : arm.rungs()) {
        Map<String, String> labels = Map.of("arm", arm.name(), "rung", rung.name());
        ofRungs.put(rung, new Score(operator, labels, score.scored));
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
          .computeIfAbsent(language, any -> new Score(operator, Map.of("language", language)))
          .take(relevance.rank());
    }
  }

  /** Counts of one group. */
  private static final class Score {
    private final Counter scored;
    private final Counter hits;
    private double reciprocalRanks;

    private Score(MetricGroup operator, Map<String, String> labels) {
      this(operator, labels, JobMetric.SCORED.counter(operator, labels));
    }

    private Score(MetricGroup operator, Map<String, String> labels, Counter scored) {
      this.scored = scored;
      hits = JobMetric.HITS.counter(operator, labels);
      JobMetric.HIT_RATE.gauge(operator, labels, () -> share((double) hits.getCount()));
      JobMetric.MEAN_RECIPROCAL_RANK.gauge(operator, labels, () -> share(reciprocalRanks));
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
