package io.nowfeed.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceivedListsTest {
  private static final long NOW = 1_000;
  private final ReceivedLists lists = new ReceivedLists();

  @Test
  void theHighestVersionWins() {
    lists.follow("ann");
    lists.take(Lists.of("ann", 7, "b"));
    lists.take(Lists.of("ann", 6, "a"));
    lists.take(Lists.of("ann", 7, "c"));

    assertThat(lists.of("ann", NOW)).isEqualTo(Lists.of("ann", 7, "b"));
  }

  @Test
  void nothingIsKeptOfWhoIsNotThere() {
    lists.take(Lists.of("ann", 1, "a"));
    lists.follow("ann");

    assertThat(lists.of("ann", NOW)).isNull();
  }

  @Test
  void theLastSessionOfAUserTakesTheListWithIt() {
    lists.follow("ann");
    lists.follow("ann");
    lists.take(Lists.of("ann", 1, "a"));
    lists.unfollow("ann");
    assertThat(lists.of("ann", NOW)).isNotNull();

    lists.unfollow("ann");
    assertThat(lists.of("ann", NOW)).isNull();
    assertThat(lists.size()).isZero();
  }

  @Test
  void anErasedOrExpiredListIsNotShown() {
    lists.follow("ann");
    lists.take(Lists.of("ann", 1, "a"));
    assertThat(lists.of("ann", Lists.EXPIRES_AT - 1)).isNotNull();
    assertThat(lists.of("ann", Lists.EXPIRES_AT)).isNull();

    lists.erase("ann");
    assertThat(lists.of("ann", NOW)).isNull();
  }
}
