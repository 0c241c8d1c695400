package io.nowfeed.local.leaderboard;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lists of a board. */
public final class Places {
  /** What the first list is ranked by. */
  public static final String SCORE = "score";

  private Places() {}

  /**
   * The board's list by a measure.
   *
   * @param by {@link #SCORE}, or the wire name of a measure
   * @param most how many places, at most
   * @throws NoBoardException when the board has no such list; the text says which it has
   */
  public static List<RankedContent> of(Leaderboard board, String by, int most) {
    return lists(board)
        .filter(list -> list.by().equals(by))
        .findFirst()
        .orElseThrow(() -> new NoBoardException(missing(board, by)))
        .items()
        .stream()
        .limit(most)
        .toList();
  }

  private static Stream<TopList> lists(Leaderboard board) {
    return Stream.concat(Stream.of(new TopList(SCORE, board.items())), board.top().stream());
  }

  private static String missing(Leaderboard board, String by) {
    return "%s in %s has no list by %s: it has %s; popularity.top-by configures them"
        .formatted(
            board.segment(),
            board.window(),
            by,
            lists(board).map(TopList::by).collect(Collectors.joining(", ")));
  }
}
