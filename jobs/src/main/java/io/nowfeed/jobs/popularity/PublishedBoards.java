package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.state.MapState;

/**
 * What the windows of a segment show, as long as they can be corrected. A window without a board of
 * its own shows that of the window before.
 */
final class PublishedBoards {
  private final MapState<Long, ShownBoard> boards;

  /**
   * @param boards by the end of their window; which there are, the progress knows, because to go
   *     through them costs more than to publish one
   */
  PublishedBoards(MapState<Long, ShownBoard> boards) {
    this.boards = boards;
  }

  /** What the windows show: all when one is to be corrected, else only those to come. */
  Shown shown(BoardProgress progress) throws Exception {
    Shown shown = new Shown(progress.publishedEnds());
    long first = progress.latePanes().isEmpty() ? progress.publishedEnd() : Long.MIN_VALUE;
    for (long end : shown.ends.tailSet(first)) {
      shown.read(end, boards.get(end));
    }
    return shown;
  }

  void clear() {
    boards.clear();
  }

  /** What the windows show while some of them are published. */
  final class Shown {
    private final TreeSet<Long> ends;
    private final TreeMap<Long, ShownBoard> boards = new TreeMap<>();
    private final TreeMap<Long, ShownBoard> before = new TreeMap<>();

    private Shown(List<Long> ends) {
      this.ends = new TreeSet<>(ends);
    }

    private void read(long end, ShownBoard board) {
      boards.put(end, board);
      before.put(end, board);
    }

    /** Whether the window shows something else than this. */
    boolean differs(long end, ShownBoard board) {
      Map.Entry<Long, ShownBoard> shown = boards.floorEntry(end);
      return shown == null ? !board.isEmpty() : !shown.getValue().sameAs(board);
    }

    void put(long end, ShownBoard board) throws Exception {
      PublishedBoards.this.boards.put(end, board);
      boards.put(end, board);
      ends.add(end);
    }

    /** Whether a published board tells ranks before that have been corrected since. */
    boolean ranksBeforeDiffer(long end, long previousEnd) {
      if (!before.containsKey(end)) {
        return false;
      }
      Map.Entry<Long, ShownBoard> was = before.floorEntry(previousEnd);
      Map.Entry<Long, ShownBoard> is = boards.floorEntry(previousEnd);
      return is != null && (was == null || !was.getValue().sameAs(is.getValue()));
    }

    /**
     * The board with the ranks that its items had before.
     *
     * @param previousEnd of the window one slide earlier
     */
    Leaderboard withPreviousRanks(Leaderboard board, long previousEnd) {
      Map.Entry<Long, ShownBoard> at = boards.floorEntry(previousEnd);
      if (at == null || at.getValue().isEmpty()) {
        return board;
      }
      ShownBoard previous = at.getValue();
      return new Leaderboard(
          board.segment(),
          board.window(),
          board.windowStart(),
          board.windowEnd(),
          climbed(board.items(), previous.list(ShownBoard.SCORE)),
          board.top().stream()
              .map(list -> new TopList(list.by(), climbed(list.items(), previous.list(list.by()))))
              .toList(),
          board.publishedAt());
    }

    /** The ends that are left without what no window shows that can be corrected. */
    List<Long> pruned(long frozenEnd) throws Exception {
      Long base = ends.floor(frozenEnd); // the windows after it may show it
      while (base != null && ends.first() < base) {
        PublishedBoards.this.boards.remove(ends.pollFirst());
      }
      return new ArrayList<>(ends);
    }
  }

  private static List<RankedContent> climbed(List<RankedContent> items, List<String> before) {
    Map<String, Integer> ranks = new HashMap<>();
    before.forEach(contentId -> ranks.put(contentId, ranks.size() + 1));
    return items.stream()
        .map(
            item ->
                new RankedContent(
                    item.rank(),
                    ranks.get(item.contentId()),
                    item.contentId(),
                    item.score(),
                    item.trend(),
                    item.ctr(),
                    item.counts()))
        .toList();
  }
}
