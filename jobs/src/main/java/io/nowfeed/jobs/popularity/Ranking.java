package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.RankedContent;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Ranks content by the weighted sum of what happened to it; equal scores by content id. */
final class Ranking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::contentId);

  private final EnumMap<Action, Double> weights;
  private final int places;

  /**
   * @param weights what each action adds to the score
   * @param places how many are ranked
   */
  Ranking(Map<Action, Double> weights, int places) {
    this.weights = new EnumMap<>(Action.class);
    this.weights.putAll(weights);
    this.places = places;
  }

  /** The best, with their ranks. What has no score, such as a mere impression, has no place. */
  List<RankedContent> rank(Map<String, ActionCounts> counts) {
    PriorityQueue<Scored> best = new PriorityQueue<>(BEST_FIRST.reversed());
    counts.forEach(
        (contentId, of) -> {
          double score = score(of);
          if (score > 0) {
            best.add(new Scored(contentId, score, of));
            if (best.size() > places) {
              best.poll();
            }
          }
        });
    return numbered(best);
  }

  private static List<RankedContent> numbered(PriorityQueue<Scored> best) {
    List<Scored> sorted = new ArrayList<>(best);
    sorted.sort(BEST_FIRST);
    List<RankedContent> ranked = new ArrayList<>(sorted.size());
    for (Scored item : sorted) {
      ranked.add(new RankedContent(ranked.size() + 1, item.contentId, item.score, item.counts));
    }
    return ranked;
  }

  private double score(ActionCounts counts) {
    double score = 0;
    for (Map.Entry<Action, Double> weight : weights.entrySet()) {
      score += weight.getValue() * counts.of(weight.getKey());
    }
    return score;
  }

  private record Scored(String contentId, double score, ActionCounts counts) {}
}
