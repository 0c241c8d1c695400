package io.nowfeed.local.leaderboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which board is the current one, and what is said where there is none. */
class CurrentBoardsTest {
  private static final BoardKey GLOBAL = new BoardKey("global", "1m");

  private final CurrentBoards boards = new CurrentBoards("global");

  @Test
  void theLastRecordOfAKeyCounts() {
    boards.take("global|1m", board("a"));
    boards.take("country=GB|1m", board("b"));
    boards.take("global|1m", board("c"));

    assertThat(boards.board(GLOBAL).items().get(0).contentId()).isEqualTo("c");
    assertThat(boards.keys()).containsExactlyInAnyOrder(GLOBAL, new BoardKey("country=GB", "1m"));
  }

  @Test
  void nullClearsAndABoardMayComeBack() {
    boards.take("global|1m", board("a"));
    boards.take("global|1m", null);

    assertThat(boards.keys()).isEmpty();
    assertThatThrownBy(() -> boards.board(GLOBAL)).isInstanceOf(NoBoardException.class);

    boards.take("global|1m", board("c"));
    assertThat(boards.board(GLOBAL).items().get(0).contentId()).isEqualTo("c");
  }

  @Test
  void aSegmentMayHoldAnythingButTheBar() {
    boards.take("language=en,category=a%7Cb|30m", board("a"));

    assertThat(boards.keys()).containsExactly(new BoardKey("language=en,category=a%7Cb", "30m"));
  }

  @Test
  void whatIsNoBoardIsLeftOutOrNamed() {
    boards.take("something", board("a"));
    assertThat(boards.keys()).isEmpty();

    boards.take("global|1m", "{".getBytes(UTF_8));
    assertThatThrownBy(() -> boards.board(GLOBAL))
        .hasMessageStartingWith("the last record of global|1m is no leaderboard: not JSON");
  }

  @Test
  void anEmptyTopicSaysSo() {
    assertThatThrownBy(() -> boards.board(GLOBAL))
        .hasMessage(
            "no board of global: topic popularity holds none at all; nothing is popular, or no"
                + " PersonalizationJob writes there");
  }

  @Test
  void aWindowThatIsNotThereNamesThoseThatAre() {
    boards.take("global|24h", board("a"));
    boards.take("global|30m", board("a"));
    boards.take("global|90s", board("a"));
    boards.take("global|odd", board("a"));

    assertThatThrownBy(() -> boards.board(new BoardKey("global", "5m")))
        .hasMessage(
            "no board in 5m: its first has not ended yet, nothing was popular in it, or there is no"
                + " such window; windows there are: 90s, 30m, 24h, odd");
  }

  @Test
  void aSegmentThatIsNotThereNamesThoseThatAreLikeItFirst() {
    boards.take("global|1m", board("a"));
    boards.take("category=sport|1m", board("a"));
    boards.take("country=DE|1m", board("a"));
    boards.take("country=GB|30m", board("a"));
    boards.take("country=GB|24h", board("a"));

    assertThatThrownBy(() -> boards.board(new BoardKey("country=GB", "1m")))
        .hasMessage(
            "no board of country=GB in 1m: nothing was popular there, or there is no such segment;"
                + " it has one in 30m, 24h; segments there are: country=DE, category=sport,"
                + " global");
  }

  @Test
  void ofManySegmentsAFewAreNamed() {
    IntStream.range(0, 25).forEach(i -> boards.take("region=r-%02d|1m".formatted(i), board("a")));
    boards.take("global|1m", board("a"));

    assertThatThrownBy(() -> boards.board(new BoardKey("region=none", "1m")))
        .hasMessageContaining("segments there are: region=r-00, region=r-01,")
        .hasMessageEndingWith("region=r-08, region=r-09, and 16 more");
  }

  private static byte[] board(String contentId) {
    return JsonCodec.of(Leaderboard.class).encode(Fixtures.leaderboard("global", contentId));
  }
}
