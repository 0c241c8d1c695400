package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Measure;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/**
 * Ranks content by its score, the weighted sum of what happened to it, and by single measures;
 * equal values by content id. What has no value, such as no score with a mere impression, has no
 * place.
 *
 * <p>The click-through rate is the mean of the beta distribution that clicks and impressions leave
 * of a prior one, which keeps small counts from extremes: {@code (clicks + prior clicks) /
 * (impressions + prior impressions)}. See X. Wang et al., <i>Click-Through Rate Estimation for Rare
 * Events in Online Advertising</i>, 2011.
 */
final class Ranking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double MILLIS_A_MINUTE = 60_000;
  private static final Comparator<Place> BEST_FIRST =
      Comparator.comparingDouble(Place::value).reversed().thenComparingInt(Place::order);
  private static final Comparator<Place> WORST_FIRST = BEST_FIRST.reversed();

  private final PopularityOptions.Ranked options;
  private final double[] weights = new double[Counts.SIZE];

  Ranking(PopularityOptions.Ranked options) {
    this.options = options;
    options.weights().forEach((action, weight) -> weights[Counts.place(action)] = weight);
  }

  /** Ranks what is in a window. */
  Result rank(TallyMerge window) {
    Contest byScore = new Contest(this::score);
    List<Contest> byMeasures =
        options.topBy().stream().map(measure -> new Contest(valueOf(measure))).toList();
    boolean counted = false;
    while (window.next()) {
      if (window.inNow()) {
        counted = true;
        byScore.enter(window);
        byMeasures.forEach(contest -> contest.enter(window));
      }
    }
    List<TopList> top = new ArrayList<>(byMeasures.size());
    for (Contest contest : byMeasures) {
      top.add(new TopList(options.topBy().get(top.size()).wireName(), contest.ranked()));
    }
    return new Result(byScore.ranked(), top, counted);
  }

  private ToDoubleFunction<long[]> valueOf(Measure measure) {
    if (measure == Measure.CTR) {
      return counts ->
          counts[Counts.IMPRESSIONS] == 0 && counts[Counts.CLICKS] == 0 ? 0 : ctr(counts);
    }
    int place = Counts.place(measure);
    return counts -> counts[place];
  }

  /** A click may come in a later window than its impression, and yet the rate is below one. */
  private double ctr(long[] counts) {
    long clicks = counts[Counts.CLICKS];
    long impressions = Math.max(clicks, counts[Counts.IMPRESSIONS]);
    return (double) (clicks + options.priorClicks()) / (impressions + options.priorImpressions());
  }

  private double score(long[] counts) {
    double score = 0;
    for (int i = 0; i < Counts.SIZE; i++) {
      score += weights[i] * counts[i];
    }
    return score + options.watchMinuteWeight() * (counts[Counts.WATCH_TIME_MS] / MILLIS_A_MINUTE);
  }

  private static double trend(double now, double before) {
    double from = Math.max(0, before); // weights may be negative
    return (now - from) / (now + from);
  }

  /**
   * What is best in a window.
   *
   * @param items by score
   * @param top by each measure
   * @param counted whether anything is in the window, ranked or not
   */
  record Result(List<RankedContent> items, List<TopList> top, boolean counted) {}

  /** A list while it is made. */
  private final class Contest {
    private final ToDoubleFunction<long[]> valueOf;
    private final PriorityQueue<Place> best = new PriorityQueue<>(WORST_FIRST);
    private int entered;

    private Contest(ToDoubleFunction<long[]> valueOf) {
      this.valueOf = valueOf;
    }

    /** Most have no chance, and need no object. Among equals, who comes first stays. */
    private void enter(TallyMerge item) {
      double value = valueOf.applyAsDouble(item.now());
      if (value <= 0 || (best.size() == options.places() && value <= best.element().value)) {
        return;
      }
      double trend = trend(value, valueOf.applyAsDouble(item.before()));
      best.add(new Place(item.contentId(), entered++, value, trend, item.now().clone()));
      if (best.size() > options.places()) {
        best.remove();
      }
    }

    private List<RankedContent> ranked() {
      List<Place> sorted = new ArrayList<>(best);
      sorted.sort(BEST_FIRST);
      List<RankedContent> ranked = new ArrayList<>(sorted.size());
      for (Place place : sorted) {
        ranked.add(
            new RankedContent(
                ranked.size() + 1,
                null,
                place.contentId,
                score(place.counts),
                place.trend,
                ctr(place.counts),
                Counts.toRecord(place.counts)));
      }
      return ranked;
    }
  }

  /**
   * A place on a list.
   *
   * @param order that of the content ids, as UTF-8 bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Place(String contentId, int order, double value, double trend, long[] counts) {}
}
