package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private static final long NOON = Fixtures.NOON;

  @Test
  void newProfileHasSeenNothingAndIsNotActive() {
    assertThat(Profile.EMPTY).isEqualTo(new Profile(0, Long.MIN_VALUE, List.of()));
  }

  @Test
  void missingListIsAnEmptyOne() {
    assertThat(new Profile(1, NOON, null).seen()).isEmpty();
  }

  @Test
  void seenIsKeptOldestFirst() {
    assertThat(Profile.EMPTY.withSeen("c-1", 9).withSeen("c-2", 9).seen())
        .containsExactly("c-1", "c-2");
  }

  @Test
  void seenAgainIsKeptOnceAsTheNewest() {
    Profile profile = new Profile(0, 0, List.of("c-1", "c-2", "c-3"));

    assertThat(profile.withSeen("c-1", 9).seen()).containsExactly("c-2", "c-3", "c-1");
  }

  @Test
  void beyondTheLimitTheOldestIsForgotten() {
    Profile profile = new Profile(0, 0, List.of("c-1", "c-2", "c-3"));

    assertThat(profile.withSeen("c-4", 3).seen()).containsExactly("c-2", "c-3", "c-4");
    assertThat(profile.withSeen("c-4", 1).seen())
        .as("after the limit was lowered")
        .containsExactly("c-4");
  }

  @Test
  void lateBeaconDoesNotShortenTheTimeOfActivity() {
    Profile active = Profile.EMPTY.activeUntil(NOON);

    assertThat(active.activeUntil(NOON - 1).activeUntil()).isEqualTo(NOON);
    assertThat(active.activeUntil(NOON + 1).activeUntil()).isEqualTo(NOON + 1);
  }

  @Test
  void everyChangeKeepsTheRest() {
    Profile profile = new Profile(7, NOON, List.of("c-1"));

    assertThat(profile.withVersion(8)).isEqualTo(new Profile(8, NOON, List.of("c-1")));
    assertThat(profile.activeUntil(NOON + 1)).isEqualTo(new Profile(7, NOON + 1, List.of("c-1")));
    assertThat(profile.withSeen("c-2", 9)).isEqualTo(new Profile(7, NOON, List.of("c-1", "c-2")));
  }
}
