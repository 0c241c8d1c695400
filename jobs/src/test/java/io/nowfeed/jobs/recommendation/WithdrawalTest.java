package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.recommendation.RecommendationFixtures.EXPIRES_AFTER;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.answer;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.between;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.inRegions;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.news;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Trigger;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.Experiment.Arm;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list in force with an item that is withdrawn is replaced at once. */
class WithdrawalTest {
  private static final long NOON = Fixtures.NOON;

  /** Events take ten seconds in this test. */
  private static final long CLOCK = NOON + 10_000;

  private static final long EXPIRY = CLOCK + EXPIRES_AFTER.toMillis();
  private static final long MINUTE = 60_000;

  private RecommenderRun recommender;

  @BeforeEach
  void start() throws Exception {
    recommender = new RecommenderRun(RecommendationFixtures.options(3, 100));
    for (int i = 1; i < 6; i++) {
      recommender.published(news("c-" + i));
    }
    recommender.clockIs(CLOCK);
  }

  @AfterEach
  void stop() throws Exception {
    recommender.close();
  }

  @Test
  void withdrawnItemIsOnNoList() throws Exception {
    recommender.popular(Fixtures.leaderboard("global", "c-1"));
    recommender.withdrawn("c-1");
    recommender.beacon("ann", NOON);

    assertThat(recommender.lists()).hasSize(1);
    assertThat(recommender.lastItems()).containsExactly("c-2", "c-3", "c-4");
  }

  @Test
  void whatBecomesOfAnItemIsKnownThoughItsTrendWasLookedUp() throws Exception {
    recommender.popular(Fixtures.leaderboard("global", "c-1", "c-4"));
    recommender.beacon("bob", NOON);
    assertThat(recommender.lastItems()).contains("c-1", "c-4");

    recommender.withdrawn("c-1");
    recommender.published(between("c-4", null, NOON));
    recommender.beacon("ann", NOON);

    assertThat(recommender.lastItems()).isNotEmpty().doesNotContain("c-1", "c-4");
  }

  @Test
  void listOfAnArmThatIsNoMoreIsReplacedByOneOfTheUsersArm() throws Exception {
    recommender.beacon("ann", NOON);
    Experiment next = new Experiment("next", List.of(new Arm("all", 1, EnumSet.allOf(Rung.class))));
    recommender.restartWith(RecommendationFixtures.options(3, next), CLOCK);
    recommender.withdrawn("c-2");

    assertThat(recommender.lastItems()).containsExactly("c-1", "c-3", "c-4");
    assertThat(recommender.lastList().experiment()).isEqualTo("next");
    assertThat(recommender.lastList().arm()).isEqualTo("all");
  }

  @Test
  void listWithItIsReplacedAndExpiresAsBefore() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.clockIs(CLOCK + MINUTE);
    recommender.withdrawn("c-2");

    assertThat(recommender.lists()).hasSize(2);
    assertThat(recommender.lastItems()).containsExactly("c-1", "c-3", "c-4");
    Recommendations before = recommender.lists().get(0);
    Recommendations now = recommender.lastList();
    assertThat(now)
        .isEqualTo(
            new Recommendations(
                before.userId(),
                before.deviceId(),
                before.sessionId(),
                CLOCK + MINUTE,
                CLOCK + MINUTE,
                EXPIRY,
                new Trigger(Trigger.Kind.WITHDRAWAL, "c-2", NOON + MINUTE, CLOCK + MINUTE, null),
                before.experiment(),
                before.arm(),
                now.items(),
                "1.2.3"));
  }

  @Test
  void versionIsHigherWithinTheSameMillisecondToo() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.withdrawn("c-1");
    recommender.withdrawn("c-2");
    recommender.active("ann", Action.CLICK, "c-3", NOON);

    assertThat(recommender.versions()).containsExactly(CLOCK, CLOCK + 1, CLOCK + 2, CLOCK + 3);
  }

  @Test
  void listWithoutItStays() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.withdrawn("c-4");
    recommender.withdrawn("c-never");

    assertThat(recommender.lists()).hasSize(1);
  }

  @Test
  void everyActiveUserGetsAListAndNobodyElse() throws Exception {
    recommender.inactive("cid", Action.CLICK, "c-5", NOON);
    recommender.beacon("ann", NOON);
    recommender.clockIs(CLOCK + 1);
    recommender.beacon("bob", NOON);
    recommender.clockIs(EXPIRY);
    recommender.withdrawn("c-1");

    assertThat(recommender.lists()).hasSize(3);
    assertThat(recommender.lastList().userId()).as("whose list has not expired").isEqualTo("bob");
  }

  @Test
  void erasedUserGetsNone() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.erased("ann");
    recommender.withdrawn("c-1");

    assertThat(recommender.lastList().erases()).isTrue();
  }

  @Test
  void whatItHadOfCoVisitationStays() throws Exception {
    long number = recommender.beacon("ann", NOON, 1);
    recommender.answers(answer("ann", number, "c-9", "c-5", "c-4"));
    RecommendedItem second = recommender.lastList().items().get(1);
    recommender.withdrawn("c-5");

    assertThat(recommender.lastItems()).containsExactly("c-4", "c-1", "c-2");
    assertThat(recommender.lastList().items().get(0)).isEqualTo(second.at(1));
    assertThat(second.reason()).isEqualTo(Rung.CO_VISITATION);
  }

  @Test
  void whatWasSeenMeanwhileIsNotOnIt() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.inactive("ann", Action.CLICK, "c-3", NOON + 1);
    recommender.withdrawn("c-1");

    assertThat(recommender.lastItems()).containsExactly("c-2", "c-4", "c-5");
  }

  @Test
  void itIsForWhereTheUserIsNowThoughTheListWasMadeElsewhere() throws Exception {
    recommender.published(inRegions("c-30", "GB"));
    recommender.beacon("ann", NOON);
    UserAttributes moved = Fixtures.user("FR", "en");
    recommender.listFor(JobFixtures.active("ann", moved, MatchReason.MATCHED, NOON + 1), 0);
    assertThat(recommender.lists()).as("the same in France").hasSize(1);

    recommender.withdrawn("c-1");
    assertThat(recommender.lastItems()).containsExactly("c-2", "c-3", "c-4");
  }

  @Test
  void whatExpiredMeanwhileByEventTimeIsNotOnIt() throws Exception {
    recommender.published(between("c-0", NOON, NOON + MINUTE));
    recommender.published(between("c-00", NOON, NOON + MINUTE + 1));
    recommender.beacon("ann", NOON);
    assertThat(recommender.lastItems()).containsExactly("c-0", "c-00", "c-1");

    recommender.clockIs(CLOCK + MINUTE);
    recommender.withdrawn("c-1");
    assertThat(recommender.lastItems()).containsExactly("c-00", "c-2", "c-3");
  }

  @Test
  void listIsReplacedAfterARestartAndFollowedByAnother() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.restartAt(CLOCK + MINUTE);
    recommender.withdrawn("c-1");
    assertThat(recommender.lists()).hasSize(2);

    recommender.beacon("ann", NOON + MINUTE);
    assertThat(recommender.lists()).as("the same again is no news").hasSize(2);
  }

  @Test
  void publishedAgainItIsRecommendedAgain() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.withdrawn("c-1");
    recommender.published(news("c-1"));
    recommender.beacon("ann", NOON + 1);

    assertThat(recommender.lastItems()).containsExactly("c-1", "c-2", "c-3");
  }
}
