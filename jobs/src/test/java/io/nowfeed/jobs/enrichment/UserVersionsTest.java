package io.nowfeed.jobs.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import org.junit.jupiter.api.Test;

/** Which version an event meets, and which are kept. */
class UserVersionsTest {
  private static final int LIMIT = 3;
  private static final long RETENTION = 1_000;

  @Test
  void eventMeetsTheVersionOfItsTime() {
    UserVersions versions = history(version("A", 1, 100), version("B", 2, 200));

    assertThat(country(versions, 199)).isEqualTo("A");
    assertThat(country(versions, 200)).isEqualTo("B");
    assertThat(country(versions, 9_000)).isEqualTo("B");
  }

  @Test
  void eventBeforeAllVersionsMeetsTheOldest() {
    assertThat(country(history(version("A", 1, 100), version("B", 2, 200)), 50)).isEqualTo("A");
  }

  @Test
  void versionWrittenLaterOverridesFromWhenItIsValid() {
    UserVersions versions =
        history(version("A", 1, 100), version("B", 2, 200), version("C", 3, 150));

    assertThat(country(versions, 149)).isEqualTo("A");
    assertThat(country(versions, 150)).isEqualTo("C");
    assertThat(country(versions, 250)).isEqualTo("C");
  }

  @Test
  void sameAttributesAgainAreNoNewVersion() {
    UserVersions versions = history(version("A", 1, 100), version("A", 7, 500));

    assertThat(versions.newestFirst()).containsExactly(version("A", 1, 100));
  }

  @Test
  void sameAttributesSinceLongerAgoAreSoSinceThen() {
    UserVersions versions = history(version("A", 1, 100), version("A", 7, 20));

    assertThat(versions.newestFirst()).containsExactly(version("A", 1, 20));
  }

  @Test
  void sameChangeAgainReplacesItself() {
    UserVersions versions = history(version("A", 1, 100), version("B", 1, 100));

    assertThat(versions.newestFirst()).containsExactly(version("B", 1, 100));
  }

  @Test
  void onlySoManyAreKept() {
    UserVersions versions =
        history(
            version("A", 1, 100), version("B", 2, 200), version("C", 3, 300), version("D", 4, 400));

    assertThat(versions.newestFirst())
        .containsExactly(version("D", 4, 400), version("C", 3, 300), version("B", 2, 200));
  }

  @Test
  void versionReplacedTooLongAgoIsDropped() {
    UserVersions versions =
        history(version("A", 1, 100), version("B", 2, 200), version("C", 3, 1_201));

    assertThat(versions.newestFirst())
        .as("A was replaced at 200, more than 1,000 before 1,201; B at 1,201")
        .containsExactly(version("C", 3, 1_201), version("B", 2, 200));
  }

  @Test
  void timeThatGoesByDropsVersionsToo() {
    UserVersions versions = history(version("A", 1, 100), version("B", 2, 200));

    assertThat(versions.at(1_200, RETENTION)).isSameAs(versions);
    assertThat(versions.at(1_201, RETENTION).newestFirst()).containsExactly(version("B", 2, 200));
  }

  @Test
  void newestIsKeptForEver() {
    UserVersions versions = history(version("A", 1, 100));

    assertThat(versions.at(Long.MAX_VALUE, RETENTION)).isSameAs(versions);
  }

  private static UserVersions history(UserVersion first, UserVersion... later) {
    UserVersions versions = UserVersions.of(first);
    for (UserVersion version : later) {
      versions = versions.with(version, LIMIT, RETENTION);
    }
    return versions;
  }

  private static UserVersion version(String country, long lsn, long asOf) {
    return new UserVersion(Fixtures.user(country, "en"), lsn, asOf, false);
  }

  private static String country(UserVersions versions, long ts) {
    return versions.asOf(ts).attributes().country();
  }
}
