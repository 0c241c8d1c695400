package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.recommendation.RecommendationFixtures.FRESH_FOR;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.between;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.news;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.recommendation.RecommendationOptions.Exploring;
import org.junit.jupiter.api.Test;

/** Fresh content wants six impressions. */
class ExplorationTest {
  private static final long NOON = Fixtures.NOON;
  private static final long STALE = NOON + FRESH_FOR.toMillis();
  private static final ContentItem FRESH = news("c-1");

  private final Exploration exploration = exploration(1);

  @Test
  void contentIsFreshForAWhileAfterItsPublication() {
    assertThat(exploration.isFresh(FRESH, STALE - 1)).isTrue();
    assertThat(exploration.isFresh(FRESH, STALE)).isFalse();
    assertThat(exploration.isFresh(between("c-1", null, null), NOON)).isFalse();
  }

  @Test
  void itIsExploredUntilItHasBeenShownOftenEnough() {
    for (int i = 0; i < 5; i++) {
      exploration.shown(FRESH, NOON);
    }
    assertThat(exploration.wants(FRESH)).isTrue();

    exploration.shown(FRESH, NOON);
    assertThat(exploration.wants(FRESH)).isFalse();
    assertThat(exploration.wants(news("c-2"))).isTrue();
  }

  @Test
  void subtaskTakesWhatItCountsForAsMuchOfAllTheOthers() {
    Exploration third = exploration(3);
    third.shown(FRESH, NOON);
    assertThat(third.wants(FRESH)).isTrue();

    third.shown(FRESH, NOON);
    assertThat(third.wants(FRESH)).isFalse();
  }

  @Test
  void impressionsOfOldContentAreNotCounted() {
    for (int i = 0; i < 9; i++) {
      exploration.shown(FRESH, STALE);
    }

    assertThat(exploration.wants(FRESH)).isTrue();
  }

  @Test
  void shareOfPlacesIsRounded() {
    assertThat(new Exploring(.1, FRESH_FOR, 1).places(10)).isEqualTo(1);
    assertThat(new Exploring(.1, FRESH_FOR, 1).places(4)).isZero();
    assertThat(new Exploring(1, FRESH_FOR, 1).places(7)).isEqualTo(7);
  }

  /** The fixture's content wants two impressions. */
  @Test
  void freshContentHasTheLastPlaceUntilItHasBeenShown() throws Exception {
    try (RecommenderRun recommender =
        new RecommenderRun(RecommendationFixtures.options(4, 4, .25, 99))) {
      for (int i = 1; i < 6; i++) {
        recommender.published(between("c-" + i, null, null));
      }
      recommender.published(news("c-fresh"));
      recommender.popular(Fixtures.leaderboard("global", "c-1", "c-2", "c-3", "c-4"));
      recommender.beacon("ann", NOON);
      assertThat(recommender.lastItems()).containsExactly("c-1", "c-2", "c-3", "c-fresh");

      recommender.inactive("bob", Action.IMPRESSION, "c-fresh", NOON);
      recommender.inactive("cid", Action.CLICK, "c-fresh", NOON);
      recommender.beacon("dee", NOON);
      assertThat(recommender.lastItems()).as("shown once").endsWith("c-fresh");

      recommender.inactive("cid", Action.IMPRESSION, "c-fresh", NOON);
      recommender.beacon("eve", NOON);
      assertThat(recommender.lastItems()).containsExactly("c-1", "c-2", "c-3", "c-4");
    }
  }

  private static Exploration exploration(int subtasks) {
    return new Exploration(new Exploring(.1, FRESH_FOR, 6), subtasks);
  }
}
