package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.recommendation.RecommendationFixtures.answer;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.news;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.Evidence;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user's lists come in the order of the user's events, each with all the answers it asked. */
class TurnsTest {
  private static final long NOON = Fixtures.NOON;

  private RecommenderRun recommender;

  @BeforeEach
  void start() throws Exception {
    recommender = new RecommenderRun(RecommendationFixtures.options(4, 100));
    for (int i = 1; i < 10; i++) {
      recommender.published(news("c-" + i));
    }
  }

  @AfterEach
  void stop() throws Exception {
    recommender.close();
  }

  @Test
  void listWaitsForItsLastAnswer() throws Exception {
    long number = recommender.beacon("ann", NOON, 2);
    recommender.answers(answer("ann", number, "c-8", "c-7"));
    assertThat(recommender.lists()).isEmpty();

    recommender.answers(answer("ann", number, "c-9", "c-6", "c-7"));
    assertThat(recommender.lastList().items())
        .startsWith(
            new RecommendedItem(
                1, "c-7", 1.5, Rung.CO_VISITATION, Evidence.alsoEngaged("c-8", 2), false),
            new RecommendedItem(
                2, "c-6", 1, Rung.CO_VISITATION, Evidence.alsoEngaged("c-9", 2), false));
  }

  @Test
  void answerWithoutNeighboursIsOneToo() throws Exception {
    long number = recommender.beacon("ann", NOON, 1);
    recommender.answers(answer("ann", number, "c-9"));

    assertThat(recommender.lastItems()).containsExactly("c-1", "c-2", "c-3", "c-4");
  }

  @Test
  void secondOccasionWaitsForTheFirstThoughItsAnswersCameBefore() throws Exception {
    long first = recommender.beacon("ann", NOON, 1);
    long second = recommender.beacon("ann", NOON + 1, 1);
    recommender.answers(answer("ann", second, "c-9", "c-6"));
    assertThat(recommender.lists()).isEmpty();

    recommender.answers(answer("ann", first, "c-9", "c-7"));
    assertThat(triggers()).containsExactly(NOON, NOON + 1);
    assertThat(firstPlaces()).as("each with its own answers").containsExactly("c-7", "c-6");
  }

  @Test
  void occasionThatAsksNothingWaitsForTheOnesBeforeIt() throws Exception {
    long first = recommender.beacon("ann", NOON, 1);
    recommender.inactive("ann", Action.CLICK, "c-1", NOON + 1);
    recommender.beacon("ann", NOON + 2);
    assertThat(recommender.lists()).isEmpty();

    recommender.answers(answer("ann", first, "c-9"));
    assertThat(triggers()).containsExactly(NOON, NOON + 2);
    assertThat(firstPlaces()).as("the click is between them").containsExactly("c-1", "c-2");
  }

  @Test
  void nobodyWaitsForAnotherUser() throws Exception {
    recommender.beacon("ann", NOON, 1);
    recommender.beacon("bob", NOON);

    assertThat(recommender.lists()).extracting(Recommendations::userId).containsExactly("bob");
  }

  @Test
  void erasureComesAtOnceAndOccasionsBeforeItAreForgotten() throws Exception {
    long first = recommender.beacon("ann", NOON, 2);
    recommender.active("ann", Action.CLICK, "c-1", NOON + 1);
    recommender.answers(answer("ann", first, "c-9", "c-7"));
    recommender.erased("ann");
    assertThat(recommender.lists()).containsExactly(Recommendations.erasure("ann"));
    assertThat(recommender.stateEntries()).isZero();

    recommender.answers(answer("ann", first, "c-8", "c-6"));
    assertThat(recommender.lists()).as("of an erased user's occasion").hasSize(1);
    assertThat(recommender.relevance()).isEmpty();
  }

  @Test
  void answerToAnErasedUserIsNoneToTheOneWhoCameBack() throws Exception {
    long before = recommender.beacon("ann", NOON, 1);
    recommender.erased("ann");
    long after = recommender.beacon("ann", NOON + 1, 1);
    recommender.answers(answer("ann", before, "c-9", "c-7"));
    assertThat(recommender.lists()).as("the erasure alone").hasSize(1);

    recommender.answers(answer("ann", after, "c-9", "c-6"));
    assertThat(recommender.lastItems()).startsWith("c-6").doesNotContain("c-7");
  }

  @Test
  void answersThatComeBeforeTheirOccasionWaitForIt() throws Exception {
    recommender.answers(answer("ann", 1, "c-9", "c-7"));
    recommender.answers(answer("ann", 2, "c-9", "c-6"));
    recommender.answers(answer("ann", 1, "c-8", "c-7"));
    assertThat(recommender.lists()).isEmpty();

    recommender.beacon("ann", NOON, 2);
    assertThat(firstPlaces()).containsExactly("c-7");
    recommender.beacon("ann", NOON + 1, 1);
    assertThat(firstPlaces()).containsExactly("c-7", "c-6");
    assertThat(recommender.stateEntries()).as("seen and offer").isEqualTo(2);
  }

  @Test
  void answerMayComeBetweenOccasionsAndBeforeItsOwn() throws Exception {
    recommender.beacon("ann", NOON, 1);
    recommender.answers(answer("ann", 2, "c-9", "c-6"));
    recommender.answers(answer("ann", 1, "c-9", "c-7"));
    assertThat(triggers()).containsExactly(NOON);

    recommender.beacon("ann", NOON + 1, 1);
    assertThat(firstPlaces()).containsExactly("c-7", "c-6");
  }

  @Test
  void earlyAnswersSurviveARestart() throws Exception {
    recommender.answers(answer("ann", 1, "c-9", "c-7"));
    recommender.restartAt(NOON);
    recommender.beacon("ann", NOON, 1);

    assertThat(firstPlaces()).containsExactly("c-7");
  }

  @Test
  void erasureLeavesTheAnswersOfWhoCameBackAndOvertookIt() throws Exception {
    long before = recommender.beacon("ann", NOON, 2);
    recommender.answers(answer("ann", before, "c-9", "c-7"));
    recommender.answers(answer("ann", before + 1, "c-9", "c-6"));
    recommender.erased("ann");
    recommender.beacon("ann", NOON + 1, 1);

    assertThat(recommender.lists()).hasSize(2);
    assertThat(recommender.lastItems()).startsWith("c-6").doesNotContain("c-7");
  }

  @Test
  void answerToAnErasedUserIsForgottenWithTheNextOccasion() throws Exception {
    long before = recommender.beacon("ann", NOON, 1);
    recommender.erased("ann");
    recommender.answers(answer("ann", before, "c-9", "c-7"));
    recommender.beacon("ann", NOON + 1);

    assertThat(recommender.lastItems()).startsWith("c-1").doesNotContain("c-7");
    assertThat(recommender.stateEntries()).as("seen and offer").isEqualTo(2);
  }

  @Test
  void occasionsAndAnswersSurviveARestartWhileTheyWait() throws Exception {
    long first = recommender.beacon("ann", NOON, 2);
    long second = recommender.beacon("ann", NOON + 1, 1);
    recommender.answers(answer("ann", second, "c-9", "c-6"));
    recommender.answers(answer("ann", first, "c-9", "c-7"));
    recommender.restartAt(NOON);
    recommender.answers(answer("ann", first, "c-8", "c-7"));

    assertThat(triggers()).containsExactly(NOON, NOON + 1);
    assertThat(firstPlaces()).containsExactly("c-7", "c-6");
  }

  @Test
  void whoWaitsForNothingLeavesNothingOfIt() throws Exception {
    long first = recommender.beacon("ann", NOON, 1);
    long second = recommender.beacon("ann", NOON + 1, 1);
    recommender.answers(answer("ann", second, "c-9", "c-7"));
    recommender.answers(answer("ann", first, "c-9", "c-7"));

    assertThat(recommender.stateEntries()).as("seen and offer").isEqualTo(2);
  }

  private List<Long> triggers() {
    return recommender.lists().stream().map(list -> list.trigger().ts()).toList();
  }

  private List<String> firstPlaces() {
    return recommender.lists().stream().map(list -> list.items().get(0).contentId()).toList();
  }
}
