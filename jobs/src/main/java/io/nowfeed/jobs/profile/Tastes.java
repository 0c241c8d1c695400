package io.nowfeed.jobs.profile;

import io.nowfeed.jobs.flow.Taste;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What categories a user likes: engagements with each, of which each counts half after a half-life
 * of event time. The few a user likes most are kept.
 */
final class Tastes {
  /** People like a few categories; a fleeting one makes room for the next. */
  static final int KEPT = 16;

  private static final Comparator<Taste> BEST_FIRST =
      Comparator.comparingDouble(Taste::weight).reversed().thenComparing(Taste::category);

  private final double halfLifeMillis;

  Tastes(double halfLifeMillis) {
    this.halfLifeMillis = halfLifeMillis;
  }

  /**
   * The profile after an engagement.
   *
   * @param category what was engaged with, null when it has none
   * @param ts event time; an event of the past counts as much as it would now
   */
  Profile engaged(Profile profile, String category, long ts) {
    if (category == null) {
      return profile;
    }
    long at = Math.max(ts, profile.tastesAt());
    List<Taste> now = new ArrayList<>();
    double weight = decay(at - ts);
    double past = decay(at - profile.tastesAt());
    for (Taste taste : profile.tastes()) {
      if (taste.category().equals(category)) {
        weight += taste.weight() * past;
      } else {
        now.add(new Taste(taste.category(), taste.weight() * past));
      }
    }
    now.sort(BEST_FIRST);
    if (now.size() == KEPT) {
      now.remove(KEPT - 1);
    }
    now.add(new Taste(category, weight));
    now.sort(BEST_FIRST);
    return profile.likes(now, at);
  }

  /** The same as shares, which add up to 1. */
  static List<Taste> shares(List<Taste> tastes) {
    double sum = tastes.stream().mapToDouble(Taste::weight).sum();
    return sum == 0
        ? List.of()
        : tastes.stream().map(taste -> new Taste(taste.category(), taste.weight() / sum)).toList();
  }

  private double decay(long millis) {
    return Math.pow(2, -millis / halfLifeMillis);
  }
}
