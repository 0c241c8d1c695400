package io.nowfeed.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.flow.Taste;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tastes that count half after a week. */
class TastesTest {
  private static final long NOON = Fixtures.NOON;
  private static final long WEEK = Duration.ofDays(7).toMillis();

  private final Tastes tastes = new Tastes((double) WEEK);

  @Test
  void engagementIsATasteForItsCategory() {
    Profile profile = likes(Profile.EMPTY, "sport", NOON);

    assertThat(profile.tastes()).containsExactly(new Taste("sport", 1));
    assertThat(profile.tastesAt()).isEqualTo(NOON);
  }

  @Test
  void contentWithoutACategoryIsNone() {
    Profile profile = likes(Profile.EMPTY, "sport", NOON);

    assertThat(likes(profile, null, NOON + WEEK)).isSameAs(profile);
  }

  @Test
  void itCountsHalfAfterAHalfLife() {
    Profile profile = likes(likes(Profile.EMPTY, "sport", NOON), "news", NOON + WEEK);
    assertThat(profile.tastes()).containsExactly(new Taste("news", 1), new Taste("sport", .5));

    profile = likes(profile, "sport", NOON + 2 * WEEK);
    assertThat(profile.tastes()).containsExactly(new Taste("sport", 1.25), new Taste("news", .5));
  }

  @Test
  void lateEngagementCountsAsIfItHadComeInTime() {
    Profile inTime = likes(likes(Profile.EMPTY, "sport", NOON), "news", NOON + WEEK);
    Profile late = likes(likes(Profile.EMPTY, "news", NOON + WEEK), "sport", NOON);

    assertThat(late.tastes()).isEqualTo(inTime.tastes());
    assertThat(late.tastesAt()).isEqualTo(NOON + WEEK);
  }

  @Test
  void equalTastesAreOrderedByCategory() {
    Profile profile = likes(likes(Profile.EMPTY, "sport", NOON), "news", NOON);

    assertThat(profile.tastes()).extracting(Taste::category).containsExactly("news", "sport");
  }

  @Test
  void onlyTheStrongestAreKeptAndANewOneTakesThePlaceOfTheWeakest() {
    Profile profile = Profile.EMPTY;
    for (int i = 0; i < Tastes.KEPT; i++) {
      profile = likes(profile, "category-" + i, NOON + i * WEEK);
    }
    profile = likes(profile, "new", NOON + Tastes.KEPT * WEEK);

    assertThat(profile.tastes()).hasSize(Tastes.KEPT).startsWith(new Taste("new", 1));
    assertThat(profile.tastes())
        .extracting(Taste::category)
        .contains("category-1")
        .doesNotContain("category-0");
    assertThat(likes(profile, "new", NOON + Tastes.KEPT * WEEK).tastes())
        .as("one of them again takes nobody's place")
        .hasSize(Tastes.KEPT);
  }

  @Test
  void sharesAddUpToOne() {
    List<Taste> shares = Tastes.shares(List.of(new Taste("sport", 3), new Taste("news", 1)));

    assertThat(shares).containsExactly(new Taste("sport", .75), new Taste("news", .25));
    assertThat(Tastes.shares(List.of())).isEmpty();
  }

  @Test
  void tastesOfLongAgoAreNoneButStillShares() {
    Profile profile = likes(likes(Profile.EMPTY, "sport", NOON), "news", NOON + 5_000 * WEEK);

    assertThat(Tastes.shares(profile.tastes()).get(0).weight()).isCloseTo(1, within(1e-9));
    assertThat(Tastes.shares(List.of(new Taste("sport", 0)))).isEmpty();
  }

  private Profile likes(Profile profile, String category, long ts) {
    return tastes.engaged(profile, category, ts);
  }
}
