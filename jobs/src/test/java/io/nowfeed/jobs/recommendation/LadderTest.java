package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.recommendation.RecommendationFixtures.answer;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.between;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.inRegions;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.news;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Evidence;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.ContentHash;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Taste;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lists of five places for Ann, a Briton who reads English and chose sport. */
class LadderTest {
  private static final long NOON = Fixtures.NOON;
  private static final UserAttributes ANN = Fixtures.user("GB", "en", "sport");
  private static final UserAttributes NOBODY = null;
  private static final RecommendationOptions OPTIONS = RecommendationFixtures.options(5, 500);

  private final MapCatalogue catalogue = new MapCatalogue();
  private final List<Taste> tastes = new ArrayList<>();
  private final Ladder ladder =
      new Ladder(
          catalogue,
          OPTIONS,
          new UserSegments(OPTIONS.trends()),
          new FreshContent(new Exploration(OPTIONS.exploring(), 1)));
  private Seen seen = Seen.NOTHING;

  @Test
  void segmentComesBeforeCountryBeforeEverywhere() throws Exception {
    published("c-1", "c-2", "c-3");
    popular("global", "1m", "c-1");
    popular("language=en", "1m", "c-2");
    popular("country=GB", "1m", "c-3");

    assertThat(listFor(ANN))
        .containsExactly(
            new RecommendedItem(
                1, "c-2", 100, Rung.SEGMENT_TREND, Evidence.trend("language=en", "1m", 4), false),
            new RecommendedItem(
                2, "c-3", 100, Rung.REGION_TREND, Evidence.trend("country=GB", "1m", 4), false),
            new RecommendedItem(
                3, "c-1", 100, Rung.GLOBAL_TREND, Evidence.trend("global", "1m", 4), false));
  }

  @Test
  void whatIsPopularNowComesBeforeWhatHasBeenTodayOnEachRung() throws Exception {
    published("c-1", "c-2", "c-3");
    popular("country=GB", "24h", "c-3", "c-1");
    popular("global", "1m", "c-1");
    popular("country=GB", "1m", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-2", "c-3", "c-1");
    assertThat(listFor(ANN).get(2).evidence()).isEqualTo(Evidence.trend("country=GB", "24h", 4));
  }

  @Test
  void nameOfACountryIsWrittenAsInItsSegment() throws Exception {
    published("c-1");
    popular("country=Korea%2C Republic of", "1m", "c-1");

    assertThat(listFor(Fixtures.user("Korea, Republic of", "en")))
        .extracting(RecommendedItem::reason)
        .containsExactly(Rung.REGION_TREND);
  }

  @Test
  void rungKeepsTheOrderOfItsBoard() throws Exception {
    published("c-1", "c-2", "c-3");
    popular("global", "1m", "c-3", "c-1", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-3", "c-1", "c-2");
  }

  @Test
  void itemIsOnTheListOnceOnItsHighestRung() throws Exception {
    published("c-1", "c-2");
    popular("country=GB", "1m", "c-1");
    popular("language=en", "1m", "c-2", "c-1");
    popular("global", "1m", "c-1", "c-2");

    assertThat(listFor(ANN))
        .extracting(RecommendedItem::contentId, RecommendedItem::reason)
        .containsExactly(tuple("c-2", Rung.SEGMENT_TREND), tuple("c-1", Rung.SEGMENT_TREND));
  }

  @Test
  void trendOfWhatTheUserChoseComesFirstUnlessTheUserDoesSomethingElse() throws Exception {
    published("c-1", "c-2");
    catalogue.put(Fixtures.content("c-goal", "sport", "en"));
    popular("language=en", "1m", "c-1");
    popular("category=sport", "1m", "c-goal");
    popular("category=news", "1m", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-goal", "c-1", "c-2");
    tastes.add(new Taste("news", 1));
    assertThat(idsFor(ANN)).containsExactly("c-2", "c-1", "c-goal");
  }

  @Test
  void itemOfACategoryTheUserChoseSaysSo() throws Exception {
    published("c-1");
    catalogue.put(Fixtures.content("c-goal", "sport", "en"));

    assertThat(listFor(ANN)).extracting(RecommendedItem::interest).containsExactly(false, true);
  }

  @Test
  void newContentFillsUpBehindEverythingPopularWithoutScoreAndSegment() throws Exception {
    published("c-1");
    catalogue.put(Fixtures.content("c-goal", "sport", "en"));
    popular("global", "1m", "c-1");

    assertThat(listFor(ANN))
        .containsExactly(
            new RecommendedItem(
                1, "c-1", 100, Rung.GLOBAL_TREND, Evidence.trend("global", "1m", 4), false),
            new RecommendedItem(2, "c-goal", 0, Rung.FRESH, Evidence.none(), true));
  }

  @Test
  void whatIsEngagedWithAfterTheSameComesBeforeEveryTrend() throws Exception {
    published("c-1", "c-2", "c-3", "c-9");
    popular("category=sport", "1m", "c-1");

    assertThat(climb(ANN, EnumSet.allOf(Rung.class), answer("ann", 1, "c-9", "c-3", "c-2")))
        .startsWith(
            new RecommendedItem(
                1, "c-3", 1, Rung.CO_VISITATION, Evidence.alsoEngaged("c-9", 2), false),
            new RecommendedItem(
                2, "c-2", .5, Rung.CO_VISITATION, Evidence.alsoEngaged("c-9", 2), false));
  }

  @Test
  void neighbourThatIsNoContentIsLeftOutAndSoIsASourceThatWasWithdrawn() throws Exception {
    published("c-1");

    assertThat(climb(ANN, EnumSet.allOf(Rung.class), answer("ann", 1, "c-gone", "c-x", "c-1")))
        .containsExactly(
            new RecommendedItem(
                1, "c-1", .5, Rung.CO_VISITATION, Evidence.alsoEngaged(null, 2), false));
  }

  @Test
  void armClimbsOnlyItsRungs() throws Exception {
    published("c-1", "c-2", "c-3", "c-4");
    popular("language=en", "1m", "c-1");
    popular("country=GB", "1m", "c-2");
    popular("global", "1m", "c-3");

    assertThat(climb(ANN, EnumSet.of(Rung.REGION_TREND)))
        .extracting(RecommendedItem::contentId)
        .containsExactly("c-2");
    assertThat(climb(ANN, EnumSet.of(Rung.GLOBAL_TREND, Rung.FRESH)))
        .extracting(RecommendedItem::contentId)
        .containsExactly("c-3", "c-1", "c-2", "c-4");
  }

  @Test
  void repairedListKeepsWhatItHadOfCoVisitationAndClimbsTheRestAnew() throws Exception {
    published("c-1", "c-2", "c-3", "c-9");
    List<RecommendedItem> before =
        climb(ANN, EnumSet.allOf(Rung.class), answer("ann", 1, "c-9", "c-gone", "c-3", "c-2"));
    popular("global", "1m", "c-9");
    seen = seen.with(ContentHash.of("c-3"), true, 9);
    Recipient recipient = new Recipient(ANN, tastes, seen, NOON);

    assertThat(ladder.repair(recipient, EnumSet.allOf(Rung.class), before))
        .extracting(RecommendedItem::contentId, RecommendedItem::rank, RecommendedItem::reason)
        .containsExactly(
            tuple("c-2", 1, Rung.CO_VISITATION),
            tuple("c-9", 2, Rung.GLOBAL_TREND),
            tuple("c-1", 3, Rung.FRESH));
  }

  @Test
  void fullListNeedsNoNewContent() throws Exception {
    published("c-1", "c-2", "c-3", "c-4", "c-5", "c-6", "c-7");
    popular("global", "1m", "c-7", "c-6", "c-5", "c-4", "c-3", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-7", "c-6", "c-5", "c-4", "c-3");
    assertThat(listFor(ANN)).extracting(RecommendedItem::rank).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void unknownUserGetsWhatIsPopularEverywhereThenNewContent() throws Exception {
    published("c-1", "c-2", "c-3");
    popular("country=GB", "1m", "c-3");
    popular("global", "1m", "c-1");

    assertThat(listFor(NOBODY))
        .extracting(RecommendedItem::reason)
        .containsExactly(Rung.GLOBAL_TREND, Rung.FRESH, Rung.FRESH);
  }

  @Test
  void userWithoutAnyAttributeGetsAList() throws Exception {
    UserAttributes blank = new UserAttributes(null, null, null, null, null, null, null);
    published("c-1");
    catalogue.put(new ContentItem("c-2", null, null, null, null, null, null, null, null));
    catalogue.put(inRegions("c-fr", "FR"));
    popular("global", "1m", "c-1");

    assertThat(idsFor(blank)).containsExactly("c-1", "c-2");
  }

  @Test
  void emptyCatalogueIsAnEmptyList() throws Exception {
    assertThat(listFor(ANN)).isEmpty();
  }

  @Test
  void neverWhatTheUserHasSeen() throws Exception {
    published("c-1", "c-2");
    popular("country=GB", "1m", "c-1");
    seen = seen.with(ContentHash.of("c-1"), false, 9);

    assertThat(idsFor(ANN)).containsExactly("c-2");
    assertThat(idsFor(NOBODY)).containsExactly("c-2");
  }

  @Test
  void neverWhatExpired() throws Exception {
    catalogue.put(between("c-1", NOON - 10, NOON));
    catalogue.put(between("c-2", NOON - 10, NOON + 1));
    popular("global", "1m", "c-1", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-2");
  }

  @Test
  void neverWhatIsNotPublishedYet() throws Exception {
    catalogue.put(between("c-1", NOON + 1, null));
    catalogue.put(between("c-2", NOON, null));
    catalogue.put(between("c-3", null, null));
    popular("global", "1m", "c-1", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-2", "c-3");
  }

  @Test
  void neverWhatWasWithdrawnHoweverPopular() throws Exception {
    popular("global", "1m", "c-withdrawn");

    assertThat(listFor(ANN)).isEmpty();
  }

  @Test
  void neverWhatIsInAnotherLanguage() throws Exception {
    catalogue.put(Fixtures.content("c-fr", "sport", "fr"));
    catalogue.put(Fixtures.content("c-picture", "sport", null));
    popular("country=GB", "1m", "c-fr");

    assertThat(idsFor(ANN)).containsExactly("c-picture");
  }

  @Test
  void neverWhatIsForAnotherRegion() throws Exception {
    catalogue.put(inRegions("c-country", "GB", "FR"));
    catalogue.put(inRegions("c-fr", "FR"));
    catalogue.put(inRegions("c-region", "GB-1"));
    popular("global", "1m", "c-fr");

    assertThat(idsFor(ANN)).containsExactly("c-country", "c-region");
    assertThat(idsFor(NOBODY)).as("nowhere is in no region").isEmpty();
  }

  private void published(String... contentIds) {
    for (String contentId : contentIds) {
      catalogue.put(news(contentId));
    }
  }

  private void popular(String segment, String window, String... contentIds) {
    Leaderboard board = Fixtures.leaderboard(segment, contentIds);
    catalogue.put(
        Trend.of(new Leaderboard(segment, window, NOON, NOON, board.items(), List.of(), NOON)));
  }

  private List<RecommendedItem> listFor(UserAttributes user) throws Exception {
    return climb(user, EnumSet.allOf(Rung.class));
  }

  private List<RecommendedItem> climb(UserAttributes user, Set<Rung> rungs, Neighbours... answers)
      throws Exception {
    Recipient recipient = new Recipient(user, tastes, seen, NOON);
    return ladder.climb(recipient, rungs, CoVisited.of(List.of(answers)));
  }

  private List<String> idsFor(UserAttributes user) throws Exception {
    return listFor(user).stream().map(RecommendedItem::contentId).toList();
  }

  /** A catalogue in memory. */
  private static final class MapCatalogue implements Catalogue {
    private final Map<Long, ContentItem> content = new HashMap<>();
    private final Map<String, Trend> trends = new HashMap<>();
    private final NewestContent newest = new NewestContent(100);

    private MapCatalogue() {
      newest.at(NOON + 1);
    }

    void put(ContentItem item) {
      content.put(ContentHash.of(item.contentId()), item);
      newest.put(item);
    }

    void put(Trend trend) {
      trends.put(trend.key(), trend);
    }

    @Override
    public ContentItem item(long hash) {
      return content.get(hash);
    }

    @Override
    public Trend trend(String segment, String window) {
      return trends.get(Leaderboard.key(segment, window));
    }

    @Override
    public Iterable<ContentItem> newest(String language, long now) {
      return newest.of(language, now);
    }

    @Override
    public long changes() {
      return newest.changes();
    }
  }
}
