package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import java.util.ArrayList;
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
  private final MapState<Long, Leaderboard> boards;

  /**
   * @param boards by the end of their window; which there are, the progress knows, because to go
   *     through them costs more than to publish one
   */
  PublishedBoards(MapState<Long, Leaderboard> boards) {
    this.boards = boards;
  }

  /** What the windows show: all when one is to be corrected, else only those to come. */
  Shown shown(BoardProgress progress) throws Exception {
    Shown shown = new Shown(progress.publishedEnds());
    long first = progress.latePanes().isEmpty() ? progress.publishedEnd() : Long.MIN_VALUE;
    for (long end : shown.ends.tailSet(first)) {
      shown.items.put(end, boards.get(end).items());
    }
    return shown;
  }

  void clear() {
    boards.clear();
  }

  /** What the windows show while some of them are published. */
  final class Shown {
    private final TreeSet<Long> ends;
    private final TreeMap<Long, List<RankedContent>> items = new TreeMap<>();

    private Shown(List<Long> ends) {
      this.ends = new TreeSet<>(ends);
    }

    /** Whether the window shows something else than this. */
    boolean differs(Leaderboard board) {
      Map.Entry<Long, List<RankedContent>> shown = items.floorEntry(board.windowEnd());
      return !board.items().equals(shown == null ? List.of() : shown.getValue());
    }

    void put(Leaderboard board) throws Exception {
      boards.put(board.windowEnd(), board);
      items.put(board.windowEnd(), board.items());
      ends.add(board.windowEnd());
    }

    /** The ends that are left without what no window shows that can be corrected. */
    List<Long> pruned(long frozenEnd) throws Exception {
      Long base = ends.floor(frozenEnd); // the windows after it may show it
      while (base != null && ends.first() < base) {
        boards.remove(ends.pollFirst());
      }
      return new ArrayList<>(ends);
    }
  }
}
