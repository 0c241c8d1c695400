package io.nowfeed.local.observe;

import static io.nowfeed.events.Action.CLICK;
import static io.nowfeed.events.Action.IMPRESSION;
import static io.nowfeed.events.Action.LIKE;
import static io.nowfeed.events.Action.SCROLL;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.Evidence;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which interactions count for an arm, and which do not. */
class ShownListsTest {
  private static final long NOW = Fixtures.NOON;
  private final ShownLists shown = new ShownLists();

  @Test
  void anImpressionOfAListedItemAndItsClickCount() {
    list("ann", "full", 1, "a", "b");
    does("ann", IMPRESSION, "a");
    does("ann", CLICK, "a");
    does("ann", IMPRESSION, "b");

    assertThat(shown.tick()).containsExactly(new ArmRate("full", 2, 1));
  }

  @Test
  void whatTheUserFoundAloneDoesNotCount() {
    list("ann", "full", 1, "a");
    does("ann", IMPRESSION, "z");
    does("ann", CLICK, "z");
    does("ann", CLICK, "a");

    assertThat(shown.tick()).isEmpty();
  }

  @Test
  void withoutAListNothingCounts() {
    does("ann", IMPRESSION, "a");
    list("bob", "full", 1, "a");
    does("ann", IMPRESSION, "a");

    assertThat(shown.tick()).isEmpty();
  }

  @Test
  void theListBeforeCountsAndTheOneBeforeThatDoesNot() {
    list("ann", "full", 1, "a");
    list("ann", "full", 2, "b");
    list("ann", "full", 3, "c");
    does("ann", IMPRESSION, "a");
    does("ann", IMPRESSION, "b");
    does("ann", IMPRESSION, "c");

    assertThat(shown.tick()).containsExactly(new ArmRate("full", 2, 0));
  }

  @Test
  void aClickCountsAlsoWhenTheItemIsOnNoListAnyMore() {
    list("ann", "full", 1, "a");
    does("ann", IMPRESSION, "a");
    list("ann", "full", 2, "b");
    list("ann", "full", 3, "c");
    does("ann", CLICK, "a");

    assertThat(shown.tick()).containsExactly(new ArmRate("full", 1, 1));
  }

  @Test
  void anItemCountsOnceForAUserHoweverOftenItIsShownAndEngagedWith() {
    list("ann", "full", 1, "a");
    list("bob", "full", 1, "a");
    for (String user : List.of("ann", "bob")) {
      does(user, IMPRESSION, "a");
      does(user, IMPRESSION, "a");
      does(user, LIKE, "a");
      does(user, CLICK, "a");
    }

    assertThat(shown.tick()).containsExactly(new ArmRate("full", 2, 2));
  }

  @Test
  void scrollingIsNoClick() {
    list("ann", "full", 1, "a");
    does("ann", IMPRESSION, "a");
    does("ann", SCROLL, "a");

    assertThat(shown.tick()).containsExactly(new ArmRate("full", 1, 0));
  }

  @Test
  void aListThatIsNotNewerIsDropped() {
    list("ann", "full", 2, "b");
    list("ann", "full", 2, "x");
    list("ann", "full", 1, "y");
    does("ann", IMPRESSION, "x");
    does("ann", IMPRESSION, "y");
    assertThat(shown.tick()).isEmpty();

    does("ann", IMPRESSION, "b");
    assertThat(shown.tick()).containsExactly(new ArmRate("full", 1, 0));
  }

  @Test
  void armsAreToldApart() {
    list("ann", "full", 1, "a");
    list("bob", "popularity", 1, "a");
    does("ann", IMPRESSION, "a");
    does("bob", IMPRESSION, "a");
    does("bob", CLICK, "a");

    assertThat(shown.tick())
        .containsExactly(new ArmRate("full", 1, 0), new ArmRate("popularity", 1, 1));
  }

  @Test
  void anAnonymousSessionHasItsOwnList() {
    shown.take(of("full", 1, "a").to(null, null, "s-1"), NOW);
    shown.take(new Interaction("i-1", null, "d-1", "s-1", "a", IMPRESSION, NOW, null), NOW);

    assertThat(shown.tick()).containsExactly(new ArmRate("full", 1, 0));
  }

  @Test
  void whoIsErasedOrGoneIsForgotten() {
    list("ann", "full", 1, "a");
    list("bob", "full", 1, "a");
    shown.take(Fixtures.interaction("i", "bob", "z", IMPRESSION, NOW), NOW + 10);
    shown.forgetBefore(NOW + 1);
    assertThat(shown.size()).isEqualTo(1);

    shown.forget("bob");
    assertThat(shown.size()).isZero();
    does("ann", IMPRESSION, "a");
    assertThat(shown.tick()).isEmpty();
  }

  private void list(String user, String arm, long version, String... contentIds) {
    shown.take(of(arm, version, contentIds).to(user, null, null), NOW);
  }

  private void does(String user, Action action, String contentId) {
    shown.take(Fixtures.interaction("i", user, contentId, action, NOW), NOW);
  }

  private static Recommendations of(String arm, long version, String... contentIds) {
    List<RecommendedItem> items =
        Stream.of(contentIds)
            .map(id -> new RecommendedItem(1, id, 1, Rung.FRESH, Evidence.none(), false))
            .toList();
    Recommendations any = Fixtures.recommendations();
    return new Recommendations(
        null, null, null, version, NOW, NOW + 1, any.trigger(), "ladder", arm, items, "test");
  }
}
