package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.config.Dimension;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentationTest {
  private static final ContentFacts FRENCH_NEWS = new ContentFacts("news", "fr", List.of());
  private static final UserAttributes BRITON =
      new UserAttributes("GB", "GB-SCT", "en", 1990, "f", "free", List.of());

  @Test
  void interactionIsInOneSegmentOfEachThatIsConfigured() {
    assertThat(segmentation(PopularityFixtures.SEGMENTS).of(interaction(BRITON, FRENCH_NEWS)))
        .containsExactly("global", "country=GB", "language=fr", "language=fr,category=news");
  }

  @Test
  void everyDimensionHasItsValue() {
    List<List<Dimension>> each = Arrays.stream(Dimension.values()).map(List::of).toList();

    assertThat(segmentation(each).of(interaction(BRITON, FRENCH_NEWS)))
        .containsExactly(
            "country=GB",
            "region=GB-SCT",
            "user-language=en",
            "gender=f",
            "plan=free",
            "age-band=25+",
            "language=fr",
            "category=news");
  }

  @Test
  void unknownUserIsInNoSegmentOfUsers() {
    assertThat(segments(null, FRENCH_NEWS))
        .containsExactly("global", "language=fr", "language=fr,category=news");
  }

  @Test
  void unknownItemIsInNoSegmentOfContent() {
    assertThat(segments(BRITON, null)).containsExactly("global", "country=GB");
  }

  @Test
  void absentValueIsNoSegmentEvenInACombination() {
    UserAttributes nowhere = Fixtures.user(null, "en");
    assertThat(segments(nowhere, new ContentFacts(null, "fr", null)))
        .containsExactly("global", "language=fr");
    assertThat(segments(nowhere, new ContentFacts(null, null, null))).containsExactly("global");
  }

  @ParameterizedTest
  @CsvSource({
    "2026, age-band=0-17",
    "2009, age-band=0-17",
    "2008, age-band=18-24",
    "2002, age-band=18-24",
    "2001, age-band=25+",
    "1900, age-band=25+"
  })
  void ageIsInABand(int birthYear, String segment) {
    assertThat(ageSegments(birthYear, Fixtures.NOON)).containsExactly(segment);
  }

  @Test
  void whoIsNotBornYetHasNoAge() {
    assertThat(ageSegments(2027, Fixtures.NOON)).isEmpty();
    assertThat(ageSegments(null, Fixtures.NOON)).isEmpty();
  }

  @Test
  void ageIsThatAtTheEvent() {
    long before = Instant.parse("2025-12-31T23:59:59Z").toEpochMilli();
    assertThat(ageSegments(2008, before)).containsExactly("age-band=0-17");
    assertThat(ageSegments(2008, before + 1_000)).containsExactly("age-band=18-24");
  }

  @Test
  void namesOfDifferentValuesDiffer() {
    assertThat(segments(Fixtures.user("Korea, Republic of|100%", "en"), null))
        .containsExactly("global", "country=Korea%2C Republic of%7C100%25");
  }

  @Test
  void moreValuesThanAreRememberedAreNamedAllTheSame() {
    Segmentation segmentation = segmentation(List.of(List.of(Dimension.COUNTRY)));
    for (int run = 0; run < 2; run++) {
      for (int i = 0; i < 15_000; i++) {
        assertThat(segmentation.of(interaction(Fixtures.user("x" + i, "en"), null)))
            .containsExactly("country=x" + i);
      }
    }
  }

  private static List<String> ageSegments(Integer birthYear, long ts) {
    UserAttributes user = new UserAttributes("GB", null, null, birthYear, null, null, List.of());
    EnrichedInteraction interaction =
        JobFixtures.interacted("ann", user, "c-1", MatchReason.MATCHED, ts).interaction();
    return segmentation(List.of(List.of(Dimension.AGE_BAND))).of(interaction);
  }

  private static List<String> segments(UserAttributes user, ContentFacts content) {
    return segmentation(PopularityFixtures.SEGMENTS).of(interaction(user, content));
  }

  private static Segmentation segmentation(List<List<Dimension>> segments) {
    return new Segmentation(segments, List.of(18, 25));
  }

  private static EnrichedInteraction interaction(UserAttributes user, ContentFacts content) {
    return JobFixtures.interacted("ann", user, "c-1", MatchReason.MATCHED, Fixtures.NOON)
        .interaction()
        .withContent(content);
  }
}
