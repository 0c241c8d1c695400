package io.nowfeed.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** When a board is cleared from its topic. */
class LeaderboardTest {
  private static final RankedContent PLACE =
      new RankedContent(1, null, "c-1", 0, 1, .1, ActionCounts.NONE);

  @Test
  void aBoardIsEmptyWhenAllItsListsAre() {
    assertThat(board(List.of(), List.of()).isEmpty()).isTrue();
    assertThat(board(List.of(), List.of(new TopList("likes", List.of()))).isEmpty()).isTrue();
    assertThat(board(null, null).isEmpty()).isTrue();

    assertThat(board(List.of(PLACE), List.of()).isEmpty()).isFalse();
    assertThat(
            board(
                    List.of(),
                    List.of(new TopList("likes", List.of()), new TopList("shares", List.of(PLACE))))
                .isEmpty())
        .isFalse();
  }

  @Test
  void aBoardIsKeptBySegmentAndWindow() {
    assertThat(board(List.of(), List.of()).key()).isEqualTo("country=GB|1m");
  }

  private static Leaderboard board(List<RankedContent> items, List<TopList> top) {
    return new Leaderboard("country=GB", "1m", 0, 60_000, items, top, 60_001);
  }
}
