package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Measure;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingTest {
  private static final Ranking TOP_THREE =
      new Ranking(
          PopularityFixtures.ranked(
              Map.of(Action.CLICK, 1.0, Action.LIKE, 2.5), 3, Measure.LIKES, Measure.CTR));

  private final Map<String, long[]> now = new LinkedHashMap<>();
  private final Map<String, long[]> before = new LinkedHashMap<>();

  @Test
  void scoreIsTheWeightedSumOfTheCounts() {
    happened("c-1", Counts.CLICKS, 2);
    happened("c-1", Counts.LIKES, 3);

    assertThat(items())
        .containsExactly(
            new RankedContent(
                1, null, "c-1", 9.5, 1, 3 / 22.0, new ActionCounts(0, 2, 0, 0, 0, 3, 0, 0, 0)));
  }

  @Test
  void bestComesFirst() {
    happened("c-1", Counts.CLICKS, 1);
    happened("c-2", Counts.CLICKS, 3);
    happened("c-3", Counts.CLICKS, 2);

    assertThat(places(items())).containsExactly("1 c-2", "2 c-3", "3 c-1");
  }

  @Test
  void equalScoresAreOrderedByContent() {
    happened("c-2", Counts.LIKES, 2);
    happened("c-3", Counts.CLICKS, 5);
    happened("c-1", Counts.CLICKS, 5);

    assertThat(places(items())).containsExactly("1 c-1", "2 c-2", "3 c-3");
  }

  /** As every database orders them, unlike Java its strings. */
  @Test
  void contentIsOrderedByTheBytesOfItsId() {
    happened("\uD83D\uDE00", Counts.CLICKS, 1);
    happened("\uFF5E", Counts.CLICKS, 1);

    assertThat(places(items())).containsExactly("1 \uFF5E", "2 \uD83D\uDE00");
  }

  @Test
  void onlySoManyHaveAPlaceAndTiesForTheLastGoToTheFirstByContent() {
    happened("c-4", Counts.CLICKS, 1);
    happened("c-2", Counts.CLICKS, 1);
    happened("c-1", Counts.CLICKS, 1);
    happened("c-5", Counts.CLICKS, 9);
    happened("c-3", Counts.CLICKS, 1);

    assertThat(places(items())).containsExactly("1 c-5", "2 c-1", "3 c-2");
  }

  @Test
  void actionWithoutWeightGivesNoPlaceButIsCounted() {
    happened("c-1", Counts.IMPRESSIONS, 100);
    happened("c-2", Counts.IMPRESSIONS, 7);
    happened("c-2", Counts.CLICKS, 1);

    assertThat(items())
        .containsExactly(
            new RankedContent(
                1, null, "c-2", 1.0, 1, 2 / 27.0, new ActionCounts(7, 1, 0, 0, 0, 0, 0, 0, 0)));
  }

  @Test
  void everyActionCanHaveAWeight() {
    for (Action action : Action.values()) {
      now.clear();
      happened("c-1", Counts.place(action), 1);
      Ranking only = new Ranking(PopularityFixtures.ranked(Map.of(action, 2.0), 1));
      assertThat(items(only))
          .extracting(RankedContent::score)
          .as("%s", action)
          .containsExactly(2.0);
    }
  }

  @Test
  void minutesWatchedCanHaveAWeight() {
    Ranking watched = new Ranking(new PopularityOptions.Ranked(Map.of(), 0.5, 1, List.of(), 1, 20));
    happened("c-1", Counts.WATCH_TIME_MS, 90_000);

    assertThat(items(watched)).extracting(RankedContent::score).containsExactly(0.75);
  }

  @Test
  void everyMeasureCanHaveAList() {
    Ranking all = new Ranking(PopularityFixtures.ranked(Map.of(), 1, Measure.values()));
    for (int i = 0; i < Counts.SIZE; i++) {
      happened("most-" + i, i, 2);
      happened("all", i, 1);
    }

    List<TopList> top = all.rank(window()).top();

    assertThat(top)
        .extracting(TopList::by)
        .containsExactlyElementsOf(Stream.of(Measure.values()).map(Measure::wireName).toList());
    for (TopList list : top.subList(0, Counts.SIZE)) {
      Measure measure = Measure.valueOf(list.by().toUpperCase(Locale.ROOT));
      assertThat(places(list.items())).containsExactly("1 most-" + Counts.place(measure));
      assertThat(list.items().get(0).of(measure)).isEqualTo(2);
    }
  }

  @Test
  void listByAMeasureIsItsOwnOrderAndTellsAllElse() {
    happened("c-1", Counts.CLICKS, 100);
    happened("c-2", Counts.LIKES, 1);
    happened("c-1", Counts.LIKES, 1);
    happened("c-3", Counts.LIKES, 2);

    assertThat(places(top("likes"))).containsExactly("1 c-3", "2 c-1", "3 c-2");
    assertThat(top("likes").get(1).score()).isEqualTo(102.5);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 2, 21", "20, 1, 2, 40", "1000, 100, 101, 1020", "3, 5, 6, 25"})
  void clickThroughRateIsNearTheUsualOneUntilThereAreManyImpressions(
      long impressions, long clicks, double numerator, double denominator) {
    happened("c-1", Counts.IMPRESSIONS, impressions);
    happened("c-1", Counts.CLICKS, clicks);

    assertThat(items().get(0).ctr()).isEqualTo(numerator / denominator, within(1e-15));
  }

  @Test
  void unseenContentHasNoPlaceByClickThroughRate() {
    happened("c-1", Counts.LIKES, 1);
    happened("c-2", Counts.IMPRESSIONS, 200);
    happened("c-3", Counts.IMPRESSIONS, 10);

    assertThat(places(top("ctr"))).containsExactly("1 c-3", "2 c-2");
  }

  @ParameterizedTest
  @CsvSource({"6, 0, 1", "6, 2, 0.5", "4, 4, 0", "1, 3, -0.5"})
  void trendComparesWithTheWindowBefore(long clicks, long clicksBefore, double trend) {
    happened("c-1", Counts.CLICKS, clicks);
    before.computeIfAbsent("c-1", contentId -> new long[Counts.SIZE])[Counts.CLICKS] = clicksBefore;

    assertThat(items().get(0).trend()).isEqualTo(trend);
  }

  @Test
  void trendIsOfWhatTheListIsRankedBy() {
    happened("c-1", Counts.CLICKS, 10);
    happened("c-1", Counts.LIKES, 1);
    before.computeIfAbsent("c-1", contentId -> new long[Counts.SIZE])[Counts.LIKES] = 3;

    assertThat(items().get(0).trend()).isEqualTo(0.25);
    assertThat(top("likes").get(0).trend()).isEqualTo(-0.5);
  }

  @Test
  void trendFromBelowNothingIsThatOfNew() {
    Ranking grim =
        new Ranking(PopularityFixtures.ranked(Map.of(Action.CLICK, 1.0, Action.SCROLL, -1.0), 1));
    happened("c-1", Counts.CLICKS, 1);
    before.computeIfAbsent("c-1", contentId -> new long[Counts.SIZE])[Counts.SCROLLS] = 3;

    assertThat(items(grim).get(0).trend()).isEqualTo(1);
  }

  @Test
  void nothingHappenedIsAnEmptyBoard() {
    assertThat(items()).isEmpty();
    assertThat(top("likes")).isEmpty();
  }

  private void happened(String contentId, int place, long times) {
    now.computeIfAbsent(contentId, id -> new long[Counts.SIZE])[place] += times;
  }

  private List<RankedContent> items() {
    return items(TOP_THREE);
  }

  private List<RankedContent> items(Ranking ranking) {
    return ranking.rank(window()).items();
  }

  private List<RankedContent> top(String by) {
    return TOP_THREE.rank(window()).top().stream()
        .filter(list -> list.by().equals(by))
        .findFirst()
        .orElseThrow()
        .items();
  }

  private TallyMerge window() {
    return new TallyMerge(
        List.of(PopularityFixtures.tally(now)), List.of(PopularityFixtures.tally(before)));
  }

  private static List<String> places(List<RankedContent> items) {
    return items.stream().map(item -> item.rank() + " " + item.contentId()).toList();
  }
}
