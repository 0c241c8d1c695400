package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.RankedContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final Ranking TOP_THREE =
      new Ranking(Map.of(Action.CLICK, 1.0, Action.LIKE, 2.5), 3);

  private final Map<String, ActionCounts> counts = new LinkedHashMap<>();

  @Test
  void scoreIsTheWeightedSumOfTheCounts() {
    happened("c-1", Action.CLICK, 2);
    happened("c-1", Action.LIKE, 3);

    assertThat(TOP_THREE.rank(counts))
        .containsExactly(
            new RankedContent(1, "c-1", 9.5, new ActionCounts(0, 2, 0, 0, 3, 0, 0, 0)));
  }

  @Test
  void bestComesFirst() {
    happened("c-1", Action.CLICK, 1);
    happened("c-2", Action.CLICK, 3);
    happened("c-3", Action.CLICK, 2);

    assertThat(places()).containsExactly("1 c-2", "2 c-3", "3 c-1");
  }

  @Test
  void equalScoresAreOrderedByContent() {
    happened("c-2", Action.LIKE, 2);
    happened("c-3", Action.CLICK, 5);
    happened("c-1", Action.CLICK, 5);

    assertThat(places()).containsExactly("1 c-1", "2 c-2", "3 c-3");
  }

  @Test
  void onlySoManyHaveAPlaceAndTiesForTheLastGoToTheFirstByContent() {
    happened("c-4", Action.CLICK, 1);
    happened("c-2", Action.CLICK, 1);
    happened("c-1", Action.CLICK, 1);
    happened("c-5", Action.CLICK, 9);
    happened("c-3", Action.CLICK, 1);

    assertThat(places()).containsExactly("1 c-5", "2 c-1", "3 c-2");
  }

  @Test
  void actionWithoutWeightGivesNoPlaceButIsCounted() {
    happened("c-1", Action.IMPRESSION, 100);
    happened("c-2", Action.IMPRESSION, 7);
    happened("c-2", Action.CLICK, 1);

    assertThat(TOP_THREE.rank(counts))
        .containsExactly(
            new RankedContent(1, "c-2", 1.0, new ActionCounts(7, 1, 0, 0, 0, 0, 0, 0)));
  }

  @Test
  void everyActionCanHaveAWeight() {
    for (Action action : Action.values()) {
      Ranking only = new Ranking(Map.of(action, 2.0), 1);
      Map<String, ActionCounts> once = Map.of("c-1", ActionCounts.NONE.plus(action));
      assertThat(only.rank(once))
          .extracting(RankedContent::score)
          .as("%s", action)
          .containsExactly(2.0);
    }
  }

  @Test
  void nothingHappenedIsAnEmptyBoard() {
    assertThat(TOP_THREE.rank(Map.of())).isEmpty();
  }

  private void happened(String contentId, Action action, int times) {
    for (int i = 0; i < times; i++) {
      counts.put(contentId, counts.getOrDefault(contentId, ActionCounts.NONE).plus(action));
    }
  }

  private List<String> places() {
    return TOP_THREE.rank(counts).stream()
        .map(item -> item.rank() + " " + item.contentId())
        .toList();
  }
}
