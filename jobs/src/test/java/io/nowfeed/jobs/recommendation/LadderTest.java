package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.UserAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists of five places for Ann, a Briton who reads English and chose sport. */
class LadderTest {
  private static final long NOON = Fixtures.NOON;
  private static final UserAttributes ANN = Fixtures.user("GB", "en", "sport");
  private static final UserAttributes NOBODY = null;
  private static final RecommendationOptions OPTIONS =
      new RecommendationOptions(
          List.of("1m", "24h"),
          5,
          Duration.ofMinutes(30),
          Duration.ofMinutes(5),
          500,
          Duration.ofDays(30));

  private final MapCatalogue catalogue = new MapCatalogue();
  private final List<String> seen = new ArrayList<>();

  @Test
  void countryComesBeforeLanguageBeforeEverywhere() throws Exception {
    published("c-1", "c-2", "c-3");
    popular("global", "c-1");
    popular("language=en", "c-2");
    popular("country=GB", "c-3");

    assertThat(listFor(ANN))
        .containsExactly(
            new RecommendedItem(1, "c-3", 100, Rung.COUNTRY_TREND, "country=GB", false),
            new RecommendedItem(2, "c-2", 100, Rung.LANGUAGE_TREND, "language=en", false),
            new RecommendedItem(3, "c-1", 100, Rung.GLOBAL_TREND, "global", false));
  }

  @Test
  void whatIsPopularNowComesBeforeWhatHasBeenToday() throws Exception {
    published("c-1", "c-2", "c-3");
    popular("country=GB", "24h", new String[] {"c-3", "c-1"});
    popular("global", "c-1");
    popular("country=GB", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-2", "c-1", "c-3");
    assertThat(listFor(ANN).get(2).reason()).isEqualTo(Rung.COUNTRY_TREND);
  }

  @Test
  void nameOfACountryIsWrittenAsInItsSegment() throws Exception {
    published("c-1");
    popular("country=Korea%2C Republic of", "c-1");

    assertThat(listFor(Fixtures.user("Korea, Republic of", "en")))
        .extracting(RecommendedItem::reason)
        .containsExactly(Rung.COUNTRY_TREND);
  }

  @Test
  void onlyBoardsThatListsAreMadeOfAreUsed() {
    assertThat(List.of("global", "country=GB", "language=en")).allMatch(Ladder::uses);
    assertThat(List.of("category=sport", "language=en,category=sport", "age-band=0-17"))
        .noneMatch(Ladder::uses);
  }

  @Test
  void rungKeepsTheOrderOfItsBoard() throws Exception {
    published("c-1", "c-2", "c-3");
    popular("global", "c-3", "c-1", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-3", "c-1", "c-2");
  }

  @Test
  void itemIsOnTheListOnceOnItsHighestRung() throws Exception {
    published("c-1", "c-2");
    popular("country=GB", "c-1");
    popular("language=en", "c-2", "c-1");
    popular("global", "c-1", "c-2");

    assertThat(listFor(ANN))
        .extracting(RecommendedItem::contentId, RecommendedItem::reason)
        .containsExactly(tuple("c-1", Rung.COUNTRY_TREND), tuple("c-2", Rung.LANGUAGE_TREND));
  }

  @Test
  void chosenCategoriesComeFirstWhicheverTheirTrend() throws Exception {
    published("c-1", "c-2");
    catalogue.put(Fixtures.content("c-goal", "sport", "en"));
    popular("country=GB", "c-1", "c-2");
    popular("global", "c-goal");

    assertThat(idsFor(ANN)).containsExactly("c-goal", "c-1", "c-2");
    assertThat(listFor(ANN))
        .extracting(RecommendedItem::interest)
        .containsExactly(true, false, false);
  }

  @Test
  void newContentFillsUpBehindEverythingPopularWithoutScoreAndSegment() throws Exception {
    published("c-1");
    catalogue.put(Fixtures.content("c-goal", "sport", "en"));
    popular("global", "c-1");

    assertThat(listFor(ANN))
        .containsExactly(
            new RecommendedItem(1, "c-1", 100, Rung.GLOBAL_TREND, "global", false),
            new RecommendedItem(2, "c-goal", 0, Rung.FRESH, null, true));
  }

  @Test
  void newContentOfChosenCategoriesComesBeforeOther() throws Exception {
    published("c-1", "c-2");
    catalogue.put(Fixtures.content("c-goal", "sport", "en"));

    assertThat(idsFor(ANN)).containsExactly("c-goal", "c-1", "c-2");
  }

  @Test
  void fullListNeedsNoNewContent() throws Exception {
    published("c-1", "c-2", "c-3", "c-4", "c-5", "c-6", "c-7");
    popular("global", "c-7", "c-6", "c-5", "c-4", "c-3", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-7", "c-6", "c-5", "c-4", "c-3");
    assertThat(listFor(ANN)).extracting(RecommendedItem::rank).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void unknownUserGetsWhatIsPopularEverywhereThenNewContent() throws Exception {
    published("c-1", "c-2", "c-3");
    popular("country=GB", "c-3");
    popular("global", "c-1");

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
    popular("global", "c-1");

    assertThat(idsFor(blank)).containsExactly("c-1", "c-2");
  }

  @Test
  void emptyCatalogueIsAnEmptyList() throws Exception {
    assertThat(listFor(ANN)).isEmpty();
  }

  @Test
  void neverWhatTheUserHasSeen() throws Exception {
    published("c-1", "c-2");
    popular("country=GB", "c-1");
    seen.add("c-1");

    assertThat(idsFor(ANN)).containsExactly("c-2");
    assertThat(idsFor(NOBODY)).containsExactly("c-2");
  }

  @Test
  void neverWhatExpired() throws Exception {
    catalogue.put(between("c-1", NOON - 10, NOON));
    catalogue.put(between("c-2", NOON - 10, NOON + 1));
    popular("global", "c-1", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-2");
  }

  @Test
  void neverWhatIsNotPublishedYet() throws Exception {
    catalogue.put(between("c-1", NOON + 1, null));
    catalogue.put(between("c-2", NOON, null));
    catalogue.put(between("c-3", null, null));
    popular("global", "c-1", "c-2");

    assertThat(idsFor(ANN)).containsExactly("c-2", "c-3");
  }

  @Test
  void neverWhatWasWithdrawnHoweverPopular() throws Exception {
    popular("global", "c-withdrawn");

    assertThat(listFor(ANN)).isEmpty();
  }

  @Test
  void neverWhatIsInAnotherLanguage() throws Exception {
    catalogue.put(Fixtures.content("c-fr", "sport", "fr"));
    catalogue.put(Fixtures.content("c-picture", "sport", null));
    popular("country=GB", "c-fr");

    assertThat(idsFor(ANN)).containsExactly("c-picture");
  }

  @Test
  void neverWhatIsForAnotherRegion() throws Exception {
    catalogue.put(inRegions("c-country", "GB", "FR"));
    catalogue.put(inRegions("c-fr", "FR"));
    catalogue.put(inRegions("c-region", "GB-1"));
    popular("global", "c-fr");

    assertThat(idsFor(ANN)).containsExactly("c-country", "c-region");
    assertThat(idsFor(NOBODY)).as("nowhere is in no region").isEmpty();
  }

  private void published(String... contentIds) {
    for (String contentId : contentIds) {
      catalogue.put(Fixtures.content(contentId, "news", "en"));
    }
  }

  private void popular(String segment, String... contentIds) {
    popular(segment, "1m", contentIds);
  }

  private void popular(String segment, String window, String[] contentIds) {
    catalogue.boards.put(
        Leaderboard.key(segment, window), Fixtures.leaderboard(segment, contentIds));
  }

  private List<RecommendedItem> listFor(UserAttributes user) throws Exception {
    return Ladder.climb(catalogue, user, new Eligibility(user, seen, NOON), OPTIONS);
  }

  private List<String> idsFor(UserAttributes user) throws Exception {
    return listFor(user).stream().map(RecommendedItem::contentId).toList();
  }

  private static ContentItem between(String contentId, Long publishedAt, Long expiresAt) {
    return new ContentItem(
        contentId, "news", "en", List.of(), List.of(), publishedAt, expiresAt, null, null);
  }

  private static ContentItem inRegions(String contentId, String... regions) {
    return new ContentItem(
        contentId, "news", "en", List.of(regions), List.of(), NOON, null, null, null);
  }

  /** A catalogue in memory. */
  private static final class MapCatalogue implements Catalogue {
    private final Map<String, ContentItem> content = new HashMap<>();
    private final Map<String, Leaderboard> boards = new HashMap<>();
    private final NewestContent newest = new NewestContent(100);

    void put(ContentItem item) {
      content.put(item.contentId(), item);
      newest.put(item);
    }

    @Override
    public ContentItem item(String contentId) {
      return content.get(contentId);
    }

    @Override
    public Leaderboard board(String segment, String window) {
      return boards.get(Leaderboard.key(segment, window));
    }

    @Override
    public Iterable<ContentItem> newest() {
      return newest.all();
    }
  }
}
