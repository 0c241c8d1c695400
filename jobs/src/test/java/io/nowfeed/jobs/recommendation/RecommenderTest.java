package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.recommendation.RecommendationFixtures.EXPIRES_AFTER;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.RESEND_BEFORE;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.RETENTION;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.news;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.Evidence;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.events.Trigger;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.flow.EnrichedEvent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When which list is sent: lists of four items, of users of whom three seen ones are kept. */
class RecommenderTest {
  private static final long NOON = Fixtures.NOON;
  private static final long NEARLY_EXPIRED =
      NOON + EXPIRES_AFTER.toMillis() - RESEND_BEFORE.toMillis();

  private RecommenderRun recommender;

  @BeforeEach
  void start() throws Exception {
    recommender = new RecommenderRun(RecommendationFixtures.options(4, 3));
    recommender.published(news("c-1"));
    recommender.published(news("c-2"));
  }

  @AfterEach
  void stop() throws Exception {
    recommender.close();
  }

  @Test
  void beaconMakesAList() throws Exception {
    popular("country=GB", "c-2");
    recommender.clockIs(NOON + 9);
    recommender.beacon("ann", NOON);

    assertThat(recommender.lists())
        .containsExactly(
            new Recommendations(
                "ann",
                "d-1",
                "s-1",
                NOON + 9,
                NOON + 9,
                NOON + 9 + EXPIRES_AFTER.toMillis(),
                new Trigger(
                    Trigger.Kind.BEACON,
                    "b-" + NOON,
                    NOON,
                    NOON + 5,
                    Fixtures.origin(Topics.BEACONS, 1)),
                "ladder",
                "full",
                List.of(
                    new RecommendedItem(
                        1,
                        "c-2",
                        100,
                        Rung.REGION_TREND,
                        Evidence.trend("country=GB", "1m", 4),
                        false),
                    new RecommendedItem(2, "c-1", 0, Rung.FRESH, Evidence.none(), false)),
                "1.2.3"));
  }

  @Test
  void listOfALateEventHoldsNothingThatHasExpiredSince() throws Exception {
    recommender.published(RecommendationFixtures.between("c-3", null, NOON + 60_000));
    recommender.beacon("ann", NOON);
    assertThat(recommender.lastItems()).contains("c-3");

    recommender.watermarkIs(NOON + 60_000);
    recommender.beacon("bob", NOON + 1);
    assertThat(recommender.lastItems()).containsExactlyInAnyOrder("c-1", "c-2");
  }

  @Test
  void unmatchedAndAnonymousGetAList() throws Exception {
    recommender.listFor(JobFixtures.active("ann", null, MatchReason.NO_SUCH_USER, NOON), 0);
    EnrichedEvent nobody = JobFixtures.active(null, null, MatchReason.ANONYMOUS, NOON);
    recommender.listFor(EnrichedEvent.of("session:s-1", nobody.activeUser()), 0);

    assertThat(recommender.lists())
        .extracting(Recommendations::key)
        .containsExactly("ann", "session:s-1");
    assertThat(recommender.lists()).allSatisfy(list -> assertThat(list.items()).hasSize(2));
  }

  @Test
  void interactionOfAnActiveUserMakesAListWithoutWhatWasSeen() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.CLICK, "c-1", NOON + 7);

    assertThat(recommender.lists()).hasSize(2);
    assertThat(recommender.lastItems()).containsExactly("c-2");
    assertThat(recommender.lastList().trigger())
        .isEqualTo(
            new Trigger(
                Trigger.Kind.INTERACTION,
                "i-" + (NOON + 7),
                NOON + 7,
                NOON + 12,
                Fixtures.origin(Topics.INTERACTIONS, 2)));
  }

  @Test
  void whatIsOnTheScreenIsSeenToo() throws Exception {
    recommender.active("ann", Action.IMPRESSION, "c-1", NOON);
    assertThat(recommender.lastItems()).containsExactly("c-2");

    recommender.active("ann", Action.SCROLL, "c-2", NOON);
    assertThat(recommender.lastItems()).isEmpty();
  }

  @Test
  void interactionOfAUserWhoIsNotActiveMakesNoListButIsSeen() throws Exception {
    recommender.inactive("ann", Action.CLICK, "c-1", NOON);
    assertThat(recommender.lists()).isEmpty();

    recommender.beacon("ann", NOON);
    assertThat(recommender.lastItems()).containsExactly("c-2");
  }

  @Test
  void listLikeTheOneInForceIsNotSentBeforeThatOneNearsItsEnd() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.clockIs(NEARLY_EXPIRED - 1);
    recommender.beacon("ann", NOON + 1);
    assertThat(recommender.lists()).hasSize(1);

    recommender.clockIs(NEARLY_EXPIRED);
    recommender.beacon("ann", NOON + 2);
    assertThat(recommender.lists()).hasSize(2);
    assertThat(recommender.lastList().expiresAt())
        .isEqualTo(NEARLY_EXPIRED + EXPIRES_AFTER.toMillis());
  }

  @Test
  void sameItemsForAnotherReasonAreAnotherList() throws Exception {
    recommender.beacon("ann", NOON);
    popular("global", "c-1");
    recommender.beacon("ann", NOON + 1);
    popular("global", "c-1");
    recommender.beacon("ann", NOON + 2);

    assertThat(recommender.lists()).hasSize(2);
    assertThat(reasons()).containsExactly("c-1 GLOBAL_TREND", "c-2 FRESH");
  }

  @Test
  void listIsSentToEachUserItIsFor() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.beacon("bob", NOON);

    assertThat(recommender.lists()).extracting(Recommendations::userId).contains("ann", "bob");
  }

  @Test
  void unchangedListIsNotSentAfterARestartEither() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.restartAt(NOON + 1);
    recommender.beacon("ann", NOON + 1);

    assertThat(recommender.lists()).hasSize(1);
  }

  @Test
  void versionIsTheTimeWhileTimeGoesOn() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.clockIs(NOON + 1000);
    recommender.active("ann", Action.CLICK, "c-1", NOON);

    assertThat(recommender.versions()).containsExactly(NOON, NOON + 1000);
  }

  @Test
  void versionIncreasesWithinAMillisecondAndWithTheClockSetBack() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.CLICK, "c-1", NOON);
    recommender.restartAt(NOON - 60_000);
    recommender.active("ann", Action.CLICK, "c-2", NOON);
    recommender.clockIs(NOON - 30_000);
    recommender.published(news("c-3"));
    recommender.active("ann", Action.LIKE, "c-2", NOON);
    recommender.beacon("bob", NOON);

    assertThat(recommender.versions()).startsWith(NOON, NOON + 1, NOON + 2).endsWith(NOON - 30_000);
  }

  @Test
  void catalogueAndWhatWasSeenSurviveARestart() throws Exception {
    popular("country=GB", "c-2");
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.CLICK, "c-1", NOON);
    recommender.restartAt(NOON);
    recommender.published(news("c-3"));
    recommender.beacon("ann", NOON);

    assertThat(reasons()).containsExactly("c-2 REGION_TREND", "c-3 FRESH");
  }

  @Test
  void firstUpdateAfterARestartHidesNothingThatWasThere() throws Exception {
    recommender.restartAt(NOON);
    recommender.withdrawn("c-1");
    recommender.beacon("ann", NOON);

    assertThat(recommender.lastItems()).containsExactly("c-2");
  }

  @Test
  void erasureForgetsTheUserAndIsPassedOn() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.CLICK, "c-1", NOON);
    recommender.beacon("ann", NOON, 1);
    assertThat(recommender.stateEntries()).as("seen, offer, turns, occasions").isEqualTo(4);

    recommender.erased("ann");

    assertThat(recommender.stateEntries()).isZero();
    assertThat(recommender.lastList()).isEqualTo(Recommendations.erasure("ann"));

    recommender.beacon("ann", NOON);
    assertThat(recommender.lastItems()).as("nothing is seen").containsExactly("c-1", "c-2");
  }

  @Test
  void whatWasSeenIsForgottenAfterItsRetention() throws Exception {
    recommender.inactive("ann", Action.CLICK, "c-1", NOON);
    recommender.stateIsOf(NOON + RETENTION.toMillis() - 1);
    recommender.beacon("ann", NOON);
    assertThat(recommender.lastItems()).as("a millisecond before").containsExactly("c-2");

    recommender.stateIsOf(NOON + 2 * RETENTION.toMillis() - 1);
    recommender.beacon("ann", NOON);
    assertThat(recommender.lastItems())
        .as("a retention after the last event")
        .containsExactly("c-1", "c-2");
  }

  @Test
  void offerIsForgottenWhenItHasBeenOverForAsLongAsItLasted() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.stateIsOf(NOON + 2 * EXPIRES_AFTER.toMillis() - 1);
    recommender.withdrawn("c-1");
    assertThat(recommender.lists()).as("a millisecond before").hasSize(2);

    recommender.stateIsOf(NOON + 4 * EXPIRES_AFTER.toMillis() - 1);
    recommender.withdrawn("c-2");
    assertThat(recommender.lists()).hasSize(2);
  }

  @Test
  void clearedBoardIsPopularNoMore() throws Exception {
    popular("global", "c-2");
    popular("global");
    recommender.beacon("ann", NOON);

    assertThat(reasons()).containsExactly("c-1 FRESH", "c-2 FRESH");
  }

  /** After a job was drained, too, whose last windows ended far ahead. */
  @Test
  void lastBoardIsTheCurrentOneWhateverItsWindow() throws Exception {
    popularUntil(NOON + 5_000, "c-2");
    popularUntil(NOON, "c-1");
    recommender.beacon("ann", NOON);
    assertThat(reasons()).containsExactly("c-1 GLOBAL_TREND", "c-2 FRESH");

    popularUntil(NOON + 86_400_000);
    popularUntil(NOON + 5_000, "c-2");
    recommender.beacon("ann", NOON);
    assertThat(reasons()).containsExactly("c-2 GLOBAL_TREND", "c-1 FRESH");
  }

  @Test
  void listHasSoManyItems() throws Exception {
    for (int i = 3; i < 20; i++) {
      recommender.published(news("c-" + i));
    }
    recommender.beacon("ann", NOON);

    assertThat(recommender.lastItems()).hasSize(4);
  }

  @Test
  void soManySeenItemsAreRemembered() throws Exception {
    recommender.published(news("c-3"));
    recommender.published(news("c-4"));
    for (String contentId : List.of("c-1", "c-2", "c-3", "c-4")) {
      recommender.inactive("ann", Action.CLICK, contentId, NOON);
    }
    recommender.beacon("ann", NOON);

    assertThat(recommender.lastItems()).as("all but the last three").containsExactly("c-1");
  }

  private void popular(String segment, String... contentIds) throws Exception {
    recommender.popular(Fixtures.leaderboard(segment, contentIds));
  }

  private void popularUntil(long windowEnd, String... contentIds) throws Exception {
    Leaderboard board = Fixtures.leaderboard("global", contentIds);
    recommender.popular(
        new Leaderboard(
            "global",
            board.window(),
            windowEnd - 60_000,
            windowEnd,
            board.items(),
            board.top(),
            board.publishedAt()));
  }

  private List<String> reasons() {
    return recommender.lastList().items().stream()
        .map(item -> item.contentId() + " " + item.reason())
        .toList();
  }
}
