package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.recommendation.Offer.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An offer of c-1, c-2 and c-3. */
class OfferTest {
  private static final Recommendations LIST = Fixtures.recommendations();
  private static final Offer OFFER =
      Offer.NONE.inSession("s-1", LIST.items()).with(LIST, null, List.of());

  @Test
  void withoutAListNothingHasAPlace() {
    assertThat(Offer.NONE.place("c-1")).isNull();
    assertThat(Offer.NONE.holds("c-1")).isFalse();
    assertThat(Offer.NONE.sessionRank(null, "c-1")).isNull();
    assertThat(Offer.NONE.after(did(Action.IMPRESSION, "c-1"))).isSameAs(Offer.NONE);
  }

  @Test
  void placeIsThatOnTheListInForce() {
    assertThat(OFFER.place("c-2")).isEqualTo(new Place("c-2", 2, Rung.REGION_TREND));
    assertThat(OFFER.holds("c-2")).isTrue();
    assertThat(OFFER.place("c-9")).isNull();
  }

  @Test
  void whatIsOnTheScreenKeepsItsPlaceWhenItLeavesTheList() {
    Offer next = OFFER.after(did(Action.IMPRESSION, "c-2")).with(empty(), null, List.of());

    assertThat(next.holds("c-2")).isFalse();
    assertThat(next.place("c-2")).isEqualTo(OFFER.place("c-2"));
    assertThat(next.place("c-1")).as("never shown").isNull();
    assertThat(next.after(did(Action.SCROLL, "c-2")).place("c-2")).isNotNull();
  }

  @Test
  void whatIsDoneWithLosesIt() {
    Offer next = OFFER.after(did(Action.IMPRESSION, "c-2")).with(empty(), null, List.of());

    assertThat(next.after(did(Action.LIKE, "c-2")).place("c-2")).isNull();
  }

  @Test
  void placeOnTheListInForceCountsBeforeTheOneItWasShownAt() {
    List<RecommendedItem> again = List.of(LIST.items().get(1).at(1));
    Offer next = OFFER.after(did(Action.IMPRESSION, "c-2")).with(list(again), null, List.of());

    assertThat(next.place("c-2").rank()).isEqualTo(1);
  }

  @Test
  void onlyTheLastFiftyShownAreRemembered() {
    List<RecommendedItem> many = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      many.add(new RecommendedItem(i + 1, "m-" + i, 0, Rung.FRESH, null, false));
    }
    Offer offer = Offer.NONE.with(list(many), null, List.of());
    for (RecommendedItem item : many) {
      offer = offer.after(did(Action.IMPRESSION, item.contentId()));
    }

    assertThat(offer.shown()).hasSize(50);
    assertThat(offer.shown().get(0).contentId()).isEqualTo("m-59");
    assertThat(offer.shown().get(49).contentId()).isEqualTo("m-10");
  }

  @Test
  void beaconsMayHaveNoSessionWhereInteractionsHave() {
    Offer beacon = Offer.NONE.inSession(null, LIST.items()).with(LIST, null, List.of());
    assertThat(beacon.sessionRank("s-1", "c-3")).isEqualTo(3);

    Offer interaction = beacon.inSession("s-1", List.of(LIST.items().get(2)));
    Offer again = interaction.inSession(null, List.of(LIST.items().get(2)));
    assertThat(again.sessionRank("s-1", "c-3")).isEqualTo(3);
    assertThat(again.sessionRank("s-2", "c-3")).isNull();
  }

  @Test
  void sessionKeepsItsFirstListAndTheNextBeginsAnew() {
    Offer second = OFFER.inSession("s-1", List.of(LIST.items().get(2)));
    assertThat(second.sessionRank("s-1", "c-3")).isEqualTo(3);

    Offer other = second.inSession("s-2", List.of(LIST.items().get(2)));
    assertThat(other.sessionRank("s-2", "c-3")).isEqualTo(1);
    assertThat(other.sessionRank("s-1", "c-3")).as("of a session before").isNull();
    assertThat(other.sessionRank("s-2", "c-1")).isNull();
  }

  @Test
  void listIsLikeAnotherWithTheSameItemsForTheSameReasons() {
    List<RecommendedItem> items = new ArrayList<>(LIST.items());
    assertThat(OFFER.isLike(items, "full")).isTrue();
    assertThat(OFFER.isLike(items, "popularity")).as("of another arm").isFalse();
    assertThat(OFFER.isLike(items.subList(0, 2), "full")).isFalse();
    assertThat(Offer.NONE.isLike(items, "full")).isFalse();

    RecommendedItem first = items.get(0);
    items.set(0, scored(first, first.reason(), 9));
    assertThat(OFFER.isLike(items, "full")).as("scores change all the time").isTrue();
    items.set(0, scored(first, Rung.FRESH, 9));
    assertThat(OFFER.isLike(items, "full")).isFalse();
    items.set(0, LIST.items().get(1));
    items.set(1, first);
    assertThat(OFFER.isLike(items, "full")).as("in another order").isFalse();
  }

  private static RecommendedItem scored(RecommendedItem item, Rung reason, double score) {
    return new RecommendedItem(
        item.rank(), item.contentId(), score, reason, item.evidence(), item.interest());
  }

  private static EnrichedInteraction did(Action action, String contentId) {
    return Fixtures.enriched(contentId, action, Fixtures.NOON);
  }

  private static Recommendations empty() {
    return list(List.of());
  }

  private static Recommendations list(List<RecommendedItem> items) {
    return new Recommendations(
        "ann", null, null, 1, 1, 1, LIST.trigger(), "ladder", "full", items, "1.2.3");
  }
}
