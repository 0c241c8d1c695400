package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Rung;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.config.Dimension;
import io.nowfeed.jobs.flow.AgeBands;
import io.nowfeed.jobs.flow.SegmentName;
import io.nowfeed.jobs.flow.Taste;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The segments whose trends are for a user, by rung: those of where the user is, from the smallest;
 * of all others first those of the categories the user likes, from the most liked; of these first
 * those of more dimensions.
 */
final class UserSegments {
  /** More would be no trend of what the user likes. */
  private static final int TASTES = 3;

  private static final Set<Dimension> PLACES = EnumSet.of(Dimension.COUNTRY, Dimension.REGION);

  private final List<List<Dimension>> ofTastes;
  private final List<List<Dimension>> ofTheUser;
  private final List<List<Dimension>> ofPlaces;
  private final boolean global;
  private final AgeBands ageBands;

  UserSegments(RecommendationOptions.Trends trends) {
    Comparator<List<Dimension>> smallestFirst =
        Comparator.<List<Dimension>>comparingInt(List::size).reversed();
    List<List<Dimension>> sorted = new ArrayList<>(trends.segments());
    sorted.sort(smallestFirst);
    global = sorted.stream().anyMatch(List::isEmpty);
    sorted.removeIf(List::isEmpty);
    ofTastes = sorted.stream().filter(each -> each.contains(Dimension.CATEGORY)).toList();
    ofPlaces =
        sorted.stream()
            .filter(PLACES::containsAll)
            .sorted(smallestFirst.thenComparing(each -> each.contains(Dimension.REGION) ? 0 : 1))
            .toList();
    ofTheUser =
        sorted.stream()
            .filter(each -> !ofTastes.contains(each) && !ofPlaces.contains(each))
            .toList();
    ageBands = new AgeBands(trends.ageBands());
  }

  /**
   * The names of the segments of a rung.
   *
   * @param user null when not known
   * @param tastes categories the user likes, best first
   * @param now event time, epoch milliseconds
   */
  List<String> of(Rung rung, UserAttributes user, List<Taste> tastes, long now) {
    List<String> names = new ArrayList<>();
    switch (rung) {
      case SEGMENT_TREND -> {
        for (Taste taste : tastes.subList(0, Math.min(TASTES, tastes.size()))) {
          add(ofTastes, user, taste.category(), now, names);
        }
        add(ofTheUser, user, null, now, names);
      }
      case REGION_TREND -> add(ofPlaces, user, null, now, names);
      case GLOBAL_TREND -> {
        if (global) {
          names.add(SegmentName.GLOBAL);
        }
      }
      case CO_VISITATION, FRESH -> throw new IllegalArgumentException("no trend: " + rung);
    }
    return names;
  }

  private void add(
      List<List<Dimension>> segments,
      UserAttributes user,
      String category,
      long now,
      List<String> names) {
    for (List<Dimension> dimensions : segments) {
      String name = name(dimensions, user, category, now);
      if (name != null) {
        names.add(name);
      }
    }
  }

  private String name(List<Dimension> dimensions, UserAttributes user, String category, long now) {
    String joined = null;
    for (Dimension dimension : dimensions) {
      String value = dimension == Dimension.CATEGORY ? category : value(dimension, user, now);
      if (value == null) {
        return null;
      }
      String name = SegmentName.of(dimension.label(), value);
      joined = joined == null ? name : SegmentName.and(joined, name);
    }
    return joined;
  }

  private String value(Dimension dimension, UserAttributes user, long now) {
    if (user == null) {
      return null;
    }
    return switch (dimension) {
      case COUNTRY -> user.country();
      case REGION -> user.region();
      case USER_LANGUAGE, LANGUAGE -> user.language();
      case GENDER -> user.gender();
      case PLAN -> user.plan();
      case AGE_BAND -> ageBands.of(user.birthYear(), now);
      case CATEGORY -> throw new IllegalArgumentException("of tastes: " + dimension);
    };
  }
}
