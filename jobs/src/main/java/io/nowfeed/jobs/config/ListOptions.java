package io.nowfeed.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nowfeed.jobs.config.JobOptions.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** The options of recommendation lists: what they are made of, for whom, and when. */
public final class ListOptions {
  public static final ConfigOption<Integer> ITEMS =
      key("recommendation.items").intType().defaultValue(10).withDescription("Items on a list.");

  public static final ConfigOption<Integer> MAX_PER_CATEGORY =
      key("recommendation.max-per-category")
          .intType()
          .defaultValue(3)
          .withDescription("Items of one category on a list, as long as other categories fill it.");

  public static final ConfigOption<Double> EXPLORE_SHARE =
      key("recommendation.explore-share")
          .doubleType()
          .defaultValue(0.1)
          .withDescription(
              "Share of a list's places, the last ones, for fresh content that has had few"
                  + " impressions; other content takes them when there is none. From 0 to 1.");

  public static final ConfigOption<Duration> FRESH_FOR =
      key("recommendation.fresh-for")
          .durationType()
          .defaultValue(Duration.ofDays(3))
          .withDescription("For how long after its published_at content is fresh.");

  public static final ConfigOption<Integer> FRESH_IMPRESSIONS =
      key("recommendation.fresh-impressions")
          .intType()
          .defaultValue(100)
          .withDescription("After how many impressions, about, fresh content is explored no more.");

  public static final ConfigOption<Duration> EXPIRES_AFTER =
      key("recommendation.expires-after")
          .durationType()
          .defaultValue(Duration.ofMinutes(30))
          .withDescription("After how long a list should no longer be shown.");

  public static final ConfigOption<Duration> RESEND_BEFORE =
      key("recommendation.resend-before")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription(
              "A list like the one in force is sent only when that one has less than this left.");

  public static final ConfigOption<Duration> ACTIVE_FOR =
      key("recommendation.active-for")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "For how long after a beacon a user is active: interactions make new lists, too.");

  public static final ConfigOption<Integer> SEEN =
      key("recommendation.seen")
          .intType()
          .defaultValue(1000)
          .withDescription(
              "How many items of a user's last interactions are never recommended; 8 bytes each.");

  public static final ConfigOption<Duration> PROFILE_RETENTION =
      key("recommendation.profile-retention")
          .durationType()
          .defaultValue(Duration.ofDays(90))
          .withDescription(
              "After how long without events what is kept of a user is forgotten, also what the user"
                  + " has seen.");

  public static final ConfigOption<Duration> TASTE_HALF_LIFE =
      key("recommendation.taste-half-life")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription(
              "After how long an engagement counts half in what categories a user likes.");

  public static final ConfigOption<Delivery> DELIVERY =
      key("recommendation.delivery")
          .enumType(Delivery.class)
          .defaultValue(Delivery.AT_LEAST_ONCE)
          .withDescription(
              "AT_LEAST_ONCE is readable within milliseconds, with versions to tell repeats;"
                  + " EXACTLY_ONCE is readable at the next checkpoint.");

  public static final ConfigOption<Integer> HISTORY =
      key("covisitation.history")
          .intType()
          .defaultValue(100)
          .withDescription("How many items a user engaged with last are remembered; 8 bytes each.");

  public static final ConfigOption<Integer> TAUGHT =
      key("covisitation.taught")
          .intType()
          .defaultValue(50)
          .withDescription(
              "How many of them, the last ones, learn what the user engages with next.");

  public static final ConfigOption<Integer> ASKED =
      key("covisitation.asked")
          .intType()
          .defaultValue(100)
          .withDescription(
              "How many of them are asked for their neighbours for the first list of a session,"
                  + " which lives on what was before.");

  public static final ConfigOption<Integer> ASKED_AGAIN =
      key("covisitation.asked-again")
          .intType()
          .defaultValue(50)
          .withDescription("How many of them are asked for the lists after it.");

  public static final ConfigOption<Integer> NEIGHBOURS =
      key("covisitation.neighbours")
          .intType()
          .defaultValue(100)
          .withDescription("Neighbours an item remembers at most; 16 bytes each.");

  public static final ConfigOption<Integer> ANSWERED =
      key("covisitation.answered")
          .intType()
          .defaultValue(40)
          .withDescription("Neighbours an item answers with at most, the best.");

  public static final ConfigOption<Duration> HALF_LIFE =
      key("covisitation.half-life")
          .durationType()
          .defaultValue(Duration.ofDays(14))
          .withDescription("After how long of event time what an item has learnt counts half.");

  public static final ConfigOption<Duration> ITEM_RETENTION =
      key("covisitation.retention")
          .durationType()
          .defaultValue(Duration.ofDays(30))
          .withDescription("After how long without learning an item's neighbours are forgotten.");

  public static final ConfigOption<String> EXPERIMENT =
      key("experiment.name")
          .stringType()
          .defaultValue("ladder")
          .withDescription(
              "Name of the experiment; another name assigns users to arms anew, and independently.");

  public static final ConfigOption<Map<String, String>> ARMS =
      key("experiment.arms")
          .mapType()
          .defaultValue(Map.of("full", "1"))
          .withDescription(
              "Arms and their shares of users, as full:90,popularity:10. A user stays in its arm as"
                  + " long as name and shares stay.");

  public static final ConfigOption<Map<String, String>> ARM_RUNGS =
      key("experiment.rungs")
          .mapType()
          .defaultValue(Map.of("popularity", "region-trend|global-trend|fresh"))
          .withDescription(
              "Rungs of the ladder of an arm: co-visitation, segment-trend, region-trend,"
                  + " global-trend, fresh, joined by |; all of them for an arm that is not named.");

  /** All of them, in the order of the pages. */
  static final List<ConfigOption<?>> ALL =
      List.of(
          ITEMS,
          MAX_PER_CATEGORY,
          EXPLORE_SHARE,
          FRESH_FOR,
          FRESH_IMPRESSIONS,
          EXPIRES_AFTER,
          RESEND_BEFORE,
          ACTIVE_FOR,
          SEEN,
          PROFILE_RETENTION,
          TASTE_HALF_LIFE,
          DELIVERY,
          HISTORY,
          TAUGHT,
          ASKED,
          ASKED_AGAIN,
          NEIGHBOURS,
          ANSWERED,
          HALF_LIFE,
          ITEM_RETENTION,
          EXPERIMENT,
          ARMS,
          ARM_RUNGS);

  private ListOptions() {}
}
