package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.config.Dimension.AGE_BAND;
import static io.nowfeed.jobs.config.Dimension.CATEGORY;
import static io.nowfeed.jobs.config.Dimension.COUNTRY;
import static io.nowfeed.jobs.config.Dimension.GENDER;
import static io.nowfeed.jobs.config.Dimension.LANGUAGE;
import static io.nowfeed.jobs.config.Dimension.PLAN;
import static io.nowfeed.jobs.config.Dimension.REGION;
import static io.nowfeed.jobs.config.Dimension.USER_LANGUAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Rung;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.config.Dimension;
import io.nowfeed.jobs.flow.Taste;
import io.nowfeed.jobs.recommendation.RecommendationOptions.Trends;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Segments of Ann: 36, of GB-1 in Britain, who reads English and is on the free plan. */
class UserSegmentsTest {
  private static final UserAttributes ANN = Fixtures.user("GB", "en");

  private final UserSegments segments =
      segments(
          List.of(
              List.of(),
              List.of(COUNTRY),
              List.of(REGION),
              List.of(COUNTRY, REGION),
              List.of(CATEGORY),
              List.of(LANGUAGE, CATEGORY),
              List.of(USER_LANGUAGE),
              List.of(GENDER, PLAN),
              List.of(AGE_BAND)));

  @Test
  void likedCategoriesComeFirstTheMostLikedAboveAll() {
    assertThat(of(Rung.SEGMENT_TREND, ANN, "sport", "news"))
        .containsExactly(
            "language=en,category=sport",
            "category=sport",
            "language=en,category=news",
            "category=news",
            "gender=f,plan=free",
            "user-language=en",
            "age-band=35+");
  }

  @Test
  void onlyThreeCategoriesCount() {
    assertThat(of(Rung.SEGMENT_TREND, null, "a", "b", "c", "d"))
        .containsExactly("category=a", "category=b", "category=c");
  }

  @Test
  void placesAreTheSmallestFirst() {
    assertThat(of(Rung.REGION_TREND, ANN))
        .containsExactly("country=GB,region=GB-1", "region=GB-1", "country=GB");
  }

  @Test
  void whatIsNotKnownIsInNoSegment() {
    UserAttributes blank = new UserAttributes("GB", null, null, null, null, null, null);

    assertThat(of(Rung.SEGMENT_TREND, blank)).isEmpty();
    assertThat(of(Rung.REGION_TREND, blank)).containsExactly("country=GB");
    assertThat(of(Rung.REGION_TREND, null)).isEmpty();
    assertThat(of(Rung.GLOBAL_TREND, null)).containsExactly("global");
  }

  @Test
  void ageIsThatOfTheEventsYear() {
    UserAttributes minor = new UserAttributes(null, null, null, 2009, null, null, null);

    assertThat(of(Rung.SEGMENT_TREND, minor)).containsExactly("age-band=0-17");
  }

  @Test
  void valueIsWrittenAsInTheNameOfItsSegment() {
    UserAttributes korean = Fixtures.user("Korea, Republic of", "ko");

    assertThat(of(Rung.REGION_TREND, korean)).contains("country=Korea%2C Republic of");
  }

  @Test
  void onlySegmentsThatThereAreAreNamed() {
    UserSegments countries = segments(List.of(List.of(COUNTRY)));

    assertThat(countries.of(Rung.GLOBAL_TREND, ANN, List.of(), Fixtures.NOON)).isEmpty();
    assertThat(countries.of(Rung.SEGMENT_TREND, ANN, List.of(), Fixtures.NOON)).isEmpty();
    assertThat(countries.of(Rung.REGION_TREND, ANN, List.of(), Fixtures.NOON))
        .containsExactly("country=GB");
  }

  @Test
  void rungsWithoutTrendsHaveNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> of(Rung.FRESH, ANN));
    assertThatIllegalArgumentException().isThrownBy(() -> of(Rung.CO_VISITATION, ANN));
  }

  private List<String> of(Rung rung, UserAttributes user, String... likes) {
    List<Taste> tastes = Arrays.stream(likes).map(each -> new Taste(each, .1)).toList();
    return segments.of(rung, user, tastes, Fixtures.NOON);
  }

  private static UserSegments segments(List<List<Dimension>> dimensions) {
    return new UserSegments(new Trends(List.of("1m"), dimensions, List.of(18, 35)));
  }
}
