package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.recommendation.RecommendationFixtures.answer;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.news;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.flow.Occasion;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lists were worth. Ann's first list is c-1, c-2, c-3 in their order. */
class RelevanceTest {
  private static final long NOON = Fixtures.NOON;

  private RecommenderRun recommender;

  @BeforeEach
  void start() throws Exception {
    recommender = new RecommenderRun(RecommendationFixtures.options(3, 100));
    for (int i = 1; i < 10; i++) {
      recommender.published(news("c-" + i));
    }
  }

  @AfterEach
  void stop() throws Exception {
    recommender.close();
  }

  @Test
  void engagementSaysWhereTheItemStood() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.LIKE, "c-2", NOON + 7);

    assertThat(recommender.relevance())
        .containsExactly(
            new Relevance(
                "i-" + (NOON + 7),
                "ann",
                "d-1",
                "s-1",
                "c-2",
                Action.LIKE,
                NOON + 7,
                "ladder",
                "full",
                2,
                Rung.FRESH,
                2,
                NOON,
                0,
                "GB",
                null,
                null,
                Fixtures.origin(Topics.INTERACTIONS, 2),
                "1.2.3"));
  }

  @Test
  void itemThatIsNotOnTheListHasNoPlace() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.CLICK, "c-9", NOON + 1);

    assertThat(last().rank()).isNull();
    assertThat(last().rung()).isNull();
    assertThat(last().sessionRank()).isNull();
    assertThat(last().listVersion()).isEqualTo(NOON);
  }

  @Test
  void withoutAListNothingHasAPlaceButTheEngagementCounts() throws Exception {
    recommender.inactive("ann", Action.CLICK, "c-1", NOON);

    assertThat(last().rank()).isNull();
    assertThat(last().listVersion()).isNull();
  }

  @Test
  void interactionOfAnInactiveUserIsMeasuredByTheListInForce() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.inactive("ann", Action.CLICK, "c-3", NOON + 1);

    assertThat(last().rank()).isEqualTo(3);
  }

  @Test
  void itIsMeasuredBeforeAnythingIsLearntFromIt() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.CLICK, "c-1", NOON + 1);
    recommender.active("ann", Action.CLICK, "c-2", NOON + 2);

    assertThat(last().rank()).as("first of what was left").isEqualTo(1);
    assertThat(last().sessionRank()).as("second of the first list").isEqualTo(2);
    assertThat(last().listVersion()).as("not of its own list").isEqualTo(NOON + 1);
  }

  @Test
  void onlyTheFirstEngagementWithAnItemIsMeasured() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.CLICK, "c-1", NOON + 1);
    recommender.active("ann", Action.PURCHASE, "c-1", NOON + 2);
    recommender.restartAt(NOON);
    recommender.active("ann", Action.CLICK, "c-1", NOON + 3);

    assertThat(recommender.relevance()).hasSize(1);
  }

  @Test
  void whatIsOnlyOnTheScreenIsNotMeasured() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.IMPRESSION, "c-1", NOON + 1);
    recommender.active("ann", Action.SCROLL, "c-2", NOON + 1);

    assertThat(recommender.relevance()).isEmpty();
  }

  @Test
  void itemThatLeftTheListWhenItWasShownKeepsThePlaceItWasShownAt() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.IMPRESSION, "c-2", NOON + 1);
    recommender.active("ann", Action.IMPRESSION, "c-1", NOON + 2);
    assertThat(recommender.lastItems()).containsExactly("c-3", "c-4", "c-5");
    recommender.restartAt(NOON);
    recommender.active("ann", Action.CLICK, "c-2", NOON + 3);

    assertThat(last().rank()).isEqualTo(2);
    assertThat(last().rung()).isEqualTo(Rung.FRESH);
  }

  @Test
  void itemThatWasScrolledKeepsItsPlaceToo() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.IMPRESSION, "c-2", NOON + 1);
    recommender.active("ann", Action.SCROLL, "c-2", NOON + 2);
    recommender.active("ann", Action.SCROLL, "c-3", NOON + 3);
    recommender.active("ann", Action.CLICK, "c-2", NOON + 4);
    assertThat(last().rank()).isEqualTo(2);

    recommender.active("ann", Action.CLICK, "c-3", NOON + 5);
    assertThat(last().rank()).as("of the list without c-2").isEqualTo(2);
  }

  @Test
  void sessionRankIsOfTheFirstListOfTheSession() throws Exception {
    long first = recommender.beacon("ann", NOON, 1);
    recommender.answers(answer("ann", first, "c-8", "c-9"));
    long second = recommender.beacon("ann", NOON + 1, 1);
    recommender.answers(answer("ann", second, "c-8", "c-7", "c-9"));
    recommender.active("ann", Action.CLICK, "c-9", NOON + 2);
    assertThat(last().rank()).isEqualTo(2);
    assertThat(last().sessionRank()).isEqualTo(1);

    recommender.active("ann", Action.CLICK, "c-7", NOON + 3);
    assertThat(last().sessionRank()).as("what the session told").isNull();
  }

  @Test
  void anotherSessionHasAnotherFirstList() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.listFor(RecommenderRun.interaction("ann", Action.CLICK, "c-1", "s-2", NOON + 1), 0);
    assertThat(last().sessionRank()).as("before the first list of s-2").isNull();
    assertThat(last().rank()).isEqualTo(1);

    recommender.listFor(RecommenderRun.interaction("ann", Action.CLICK, "c-2", "s-2", NOON + 2), 0);
    assertThat(last().sessionRank()).isEqualTo(1);
  }

  @Test
  void erasedUserHasNoPlaceAndNoEngagementBefore() throws Exception {
    recommender.beacon("ann", NOON);
    recommender.active("ann", Action.CLICK, "c-1", NOON + 1);
    recommender.erased("ann");
    recommender.inactive("ann", Action.CLICK, "c-1", NOON + 2);

    assertThat(recommender.relevance()).hasSize(2);
    assertThat(last().rank()).isNull();
  }

  @Test
  void itSaysHowManyTheUserHadEngagedWithBefore() throws Exception {
    recommender.happens(
        new Occasion(
            RecommenderRun.interaction("ann", Action.CLICK, "c-1", "s-1", NOON),
            1,
            false,
            "full",
            0,
            12,
            List.of()));

    assertThat(last().engagedBefore()).isEqualTo(12);
  }

  private Relevance last() {
    return recommender.relevance().get(recommender.relevance().size() - 1);
  }
}
