package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.config.Dimension;
import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.Experiment.Arm;
import io.nowfeed.jobs.flow.ContentHash;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.recommendation.RecommendationOptions.Exploring;
import io.nowfeed.jobs.recommendation.RecommendationOptions.Trends;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;

/** What lists are made of, in one line. */
final class RecommendationFixtures {
  static final Duration EXPIRES_AFTER = Duration.ofMinutes(30);
  static final Duration RESEND_BEFORE = Duration.ofMinutes(10);
  static final Duration RETENTION = Duration.ofDays(30);
  static final Duration FRESH_FOR = Duration.ofDays(3);

  /** One arm that climbs every rung. */
  static final Experiment ALL_RUNGS =
      new Experiment("ladder", List.of(new Arm("full", 1, EnumSet.allOf(Rung.class))));

  private RecommendationFixtures() {}

  /** Lists of so many items, all of which may be of one category; none explores. */
  static RecommendationOptions options(int items, int seen) {
    return options(items, items, 0, seen);
  }

  /** Lists of so many items for the arms of an experiment. */
  static RecommendationOptions options(int items, Experiment experiment) {
    return options(trends(List.of("1m", "24h")), items, items, 0, 100, experiment);
  }

  static RecommendationOptions options(
      int items, int maxPerCategory, double exploreShare, int seen) {
    return options(
        trends(List.of("1m", "24h")), items, maxPerCategory, exploreShare, seen, ALL_RUNGS);
  }

  static RecommendationOptions options(
      Trends trends,
      int items,
      int maxPerCategory,
      double exploreShare,
      int seen,
      Experiment experiment) {
    return new RecommendationOptions(
        trends,
        items,
        maxPerCategory,
        new Exploring(exploreShare, FRESH_FOR, 2),
        EXPIRES_AFTER,
        RESEND_BEFORE,
        seen,
        RETENTION,
        experiment);
  }

  static Trends trends(List<String> windows) {
    return new Trends(
        windows,
        List.of(
            List.of(),
            List.of(Dimension.COUNTRY),
            List.of(Dimension.LANGUAGE),
            List.of(Dimension.CATEGORY)),
        List.of(18, 35));
  }

  /** An item of everywhere that was published at noon. */
  static ContentItem news(String contentId) {
    return Fixtures.content(contentId, "news", "en");
  }

  static ContentItem between(String contentId, Long publishedAt, Long expiresAt) {
    return new ContentItem(
        contentId, "news", "en", List.of(), List.of(), publishedAt, expiresAt, null, null);
  }

  static ContentItem inRegions(String contentId, String... regions) {
    return new ContentItem(
        contentId, "news", "en", List.of(regions), List.of(), Fixtures.NOON, null, null, null);
  }

  /** What the item answers: of its neighbours the first is the strongest; all have met twice. */
  static Neighbours answer(String user, long number, String contentId, String... neighbours) {
    float[] scores = new float[neighbours.length];
    int[] counts = new int[neighbours.length];
    for (int i = 0; i < neighbours.length; i++) {
      scores[i] = 1f / (i + 1);
      counts[i] = 2;
    }
    return new Neighbours(
        UserHash.of(user),
        number,
        ContentHash.of(contentId),
        1,
        hashes(neighbours),
        scores,
        counts);
  }

  static long[] hashes(String... contentIds) {
    return Arrays.stream(contentIds)
        .flatMapToLong(each -> LongStream.of(ContentHash.of(each)))
        .toArray();
  }
}
