package io.nowfeed.local.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A board in words and numbers. */
class BoardTableTest {
  private static final Leaderboard BOARD = Fixtures.movingLeaderboard("country=GB");

  @ParameterizedTest
  @CsvSource({"1, 3, +2", "3, 1, -2", "2, 2, =", "1, , new"})
  void movement(int rank, Integer previousRank, String expected) {
    assertThat(Move.of(place(rank, previousRank, 1, 0, 0, ActionCounts.NONE))).isEqualTo(expected);
  }

  @Test
  void theListThatIsAskedFor() {
    assertThat(Places.of(BOARD, "score", 2))
        .extracting(RankedContent::contentId)
        .containsExactly("c-3", "c-1");
    assertThat(Places.of(BOARD, "likes", 9))
        .extracting(RankedContent::contentId)
        .containsExactly("c-1");
    assertThat(Places.of(BOARD, "shares", 9)).isEmpty();
    assertThatThrownBy(() -> Places.of(BOARD, "clicks", 9))
        .isInstanceOf(NoBoardException.class)
        .hasMessage(
            "country=GB in 1m has no list by clicks: it has score, likes, shares;"
                + " popularity.top-by configures them");
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 0 s",
    "0, 0 s",
    "119, 119 s",
    "120, 2 min",
    "7199, 119 min",
    "7200, 2 h",
    "172799, 47 h",
    "172800, 2 d"
  })
  void theHeadlineSaysWhichBoardItIsAndHowOld(long seconds, String age) {
    Instant now = Instant.ofEpochMilli(BOARD.publishedAt()).plusSeconds(seconds);

    assertThat(BoardTable.headline(BOARD, "likes", now))
        .isEqualTo(
            "country=GB in 1m by likes: 2026-03-01T12:00:00Z to 2026-03-01T12:01:00Z, published"
                + " 2026-03-01T12:01:00.001Z, "
                + age
                + " ago");
  }

  @Test
  void peopleReadRoundedNumbers() {
    ActionCounts counts = new ActionCounts(40, 9, 4, ms("PT3M20.9S"), 3, 2, 1, 7, 5);
    BoardTable table = BoardTable.forPeople(List.of(place(1, 3, 1234.506, -.25, .16666, counts)));

    assertThat(table.columns())
        .containsExactly(
            "rank",
            "move",
            "content_id",
            "score",
            "trend",
            "ctr",
            "shown",
            "clicks",
            "watches",
            "watched",
            "scrolls",
            "likes",
            "shares",
            "carts",
            "bought");
    assertThat(table.rows())
        .containsExactly(
            List.of(
                1,
                "+2",
                "c-1",
                "1,234.51",
                "-0.25",
                "16.7%",
                40L,
                9L,
                4L,
                "3m20s",
                3L,
                2L,
                1L,
                7L,
                5L));
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0s", "PT59.9S, 59s", "PT1M5S, 1m05s", "PT59M59S, 59m59s", "PT26H3M, 26h03m"})
  void timeWatched(String time, String expected) {
    ActionCounts counts = new ActionCounts(0, 0, 1, ms(time), 0, 0, 0, 0, 0);
    BoardTable table = BoardTable.forPeople(List.of(place(1, null, 12, 1, .05, counts)));

    assertThat(table.rows().get(0)).contains(expected, "new", "12", "+1.00", "5.0%");
  }

  @Test
  void programsReadTheFieldsAsTheyAre() {
    ActionCounts counts = new ActionCounts(40, 9, 4, 200_900, 3, 2, 1, 7, 5);
    BoardTable table =
        BoardTable.forPrograms(
            BOARD,
            "likes",
            List.of(
                place(1, 3, 1234.506, -.25, .16666, counts), place(2, null, 12, 1, .05, counts)));

    assertThat(table.columns()).hasSize(21).startsWith("segment", "window", "window_start");
    assertThat(table.rows().get(0))
        .containsExactly(
            "country=GB",
            "1m",
            Fixtures.NOON,
            Fixtures.NOON + 60_000,
            Fixtures.NOON + 60_001,
            "likes",
            1,
            3,
            "c-1",
            1234.506,
            -.25,
            .16666,
            40L,
            9L,
            4L,
            200_900L,
            3L,
            2L,
            1L,
            7L,
            5L);
    assertThat(table.rows().get(1).get(table.columns().indexOf("previous_rank"))).isNull();
  }

  private static RankedContent place(
      int rank, Integer previousRank, double score, double trend, double ctr, ActionCounts counts) {
    return new RankedContent(rank, previousRank, "c-1", score, trend, ctr, counts);
  }

  private static long ms(String time) {
    return Duration.parse(time).toMillis();
  }
}
