package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.recommendation.RecommendationFixtures.inRegions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Evidence;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lists of four places, of which two are for a category. */
class PicksTest {
  private static final ContentItem S1 = item("s-1", "sport");
  private static final ContentItem S2 = item("s-2", "sport");
  private static final ContentItem S3 = item("s-3", "sport");
  private static final ContentItem S4 = item("s-4", "sport");
  private static final ContentItem S5 = item("s-5", "sport");
  private static final ContentItem N1 = item("n-1", "news");
  private static final ContentItem N2 = item("n-2", "news");
  private static final ContentItem X1 = item("x-1", null);
  private static final ContentItem X2 = item("x-2", null);
  private static final ContentItem X3 = item("x-3", null);

  private final Picks picks =
      new Picks(4, 2, new Eligibility(null, Seen.NOTHING, Fixtures.NOON), Set.of("sport"));

  @Test
  void itemsAreTakenInTheirOrderEachOnce() {
    take(X1, S1, X1, N1);

    assertThat(picks.list(List.of(), 0))
        .extracting(RecommendedItem::contentId, RecommendedItem::rank, RecommendedItem::interest)
        .containsExactly(tuple("x-1", 1, false), tuple("s-1", 2, true), tuple("n-1", 3, false));
  }

  @Test
  void whatIsNotThereOrNotForTheUserIsNotTaken() {
    take(null, inRegions("c-fr", "FR"), X1);

    assertThat(list()).containsExactly("x-1");
  }

  @Test
  void categoryBeyondItsCapWaitsForWhatElseThereIs() {
    take(S1, S2, S3, N1, N2);

    assertThat(list()).containsExactly("s-1", "s-2", "n-1", "n-2");
  }

  @Test
  void itFillsWhatOthersLeaveInItsOrder() {
    take(S1, S2, S3, S4, S5, N1);

    assertThat(list()).containsExactly("s-1", "s-2", "n-1", "s-3");
  }

  @Test
  void itemsWithoutACategoryAreOfNone() {
    take(X1, X2, X3, S1);

    assertThat(list()).containsExactly("x-1", "x-2", "x-3", "s-1");
  }

  @Test
  void itemWithoutACategoryIsNoneThatAUserWithoutInterestsChose() {
    Picks unknown = new Picks(4, 2, new Eligibility(null, Seen.NOTHING, Fixtures.NOON), Set.of());
    unknown.take(X1, 1, Rung.GLOBAL_TREND, Evidence.none());

    assertThat(unknown.list(List.of(X2), 1))
        .extracting(RecommendedItem::interest)
        .containsExactly(false, false);
  }

  @Test
  void fullListTakesNoMore() {
    take(X1, X2, X3, S1);
    assertThat(picks.isFull()).isTrue();
    take(N1);

    assertThat(list()).containsExactly("x-1", "x-2", "x-3", "s-1");
  }

  @Test
  void lastPlacesAreForWhatIsExplored() {
    take(X1, X2, X3, S1);

    assertThat(picks.list(List.of(N1, N2, S2), 2))
        .extracting(RecommendedItem::contentId, RecommendedItem::reason)
        .containsExactly(
            tuple("x-1", Rung.GLOBAL_TREND),
            tuple("x-2", Rung.GLOBAL_TREND),
            tuple("n-2", Rung.FRESH),
            tuple("n-1", Rung.FRESH));
  }

  @Test
  void whatIsOnTheListOrNotForTheUserIsNotExplored() {
    take(X1, X2, X3, S1);

    assertThat(list(X1, inRegions("c-fr", "FR"))).containsExactly("x-1", "x-2", "x-3", "s-1");
  }

  @Test
  void shortListGrowsByWhatIsExplored() {
    take(X1);

    assertThat(list(N1)).containsExactly("x-1", "n-1");
  }

  @Test
  void whatIsExploredBreaksNoCap() {
    take(S1, S2, X1, N1);

    assertThat(list(S3, N2)).as("no third of sport").containsExactly("s-1", "s-2", "x-1", "n-2");
  }

  @Test
  void itMayTakeThePlaceOfItsOwnCategory() {
    take(X1, N1, S1, S2);

    assertThat(list(S3)).containsExactly("x-1", "n-1", "s-1", "s-3");
  }

  @Test
  void placeThatIsGivenUpIsRoomForItsCategory() {
    take(N1, S1, S2, X1);

    assertThat(picks.list(List.of(N2, X2, S3), 3))
        .extracting(RecommendedItem::contentId)
        .as("n-2 in place of x-1, x-2 of s-2, and s-3 of s-1")
        .containsExactly("n-1", "s-3", "x-2", "n-2");
  }

  private void take(ContentItem... items) {
    for (ContentItem item : items) {
      picks.take(item, 1, Rung.GLOBAL_TREND, Evidence.none());
    }
  }

  /** With a place for what is explored, if there is any. */
  private List<String> list(ContentItem... explored) {
    return picks.list(Arrays.asList(explored), Math.min(1, explored.length)).stream()
        .map(RecommendedItem::contentId)
        .toList();
  }

  private static ContentItem item(String contentId, String category) {
    return Fixtures.content(contentId, category, "en");
  }
}
