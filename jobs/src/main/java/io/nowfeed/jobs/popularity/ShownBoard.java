package io.nowfeed.jobs.popularity;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What is remembered of a published board: who had which place, and a hash of everything, by which
 * a board that is the same is known. The board itself would be ten times as large.
 *
 * @param hashHigh of the 128 bits of the hash, the first 64
 * @param hashLow of the 128 bits of the hash, the last 64
 * @param lists who is on its lists
 */
public record ShownBoard(long hashHigh, long hashLow, List<ShownList> lists) {
  /** What {@link Leaderboard#items} are ranked by. */
  static final String SCORE = "score";

  /**
   * Who is on a list.
   *
   * @param by what it is ranked by
   * @param contentIds best first
   */
  public record ShownList(String by, List<String> contentIds) {}

  /** What is remembered of a board; ranks of the past are not part of the hash. */
  static ShownBoard of(Leaderboard board) {
    List<ShownList> lists = new ArrayList<>();
    DataOutputSerializer out = new DataOutputSerializer(1024);
    try {
      lists.add(new ShownList(SCORE, ids(board.items(), out)));
      for (TopList top : board.top()) {
        out.writeUTF(top.by());
        lists.add(new ShownList(top.by(), ids(top.items(), out)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    long[] hash = MurmurHash3.hash128x64(out.getSharedBuffer(), 0, out.length(), 0);
    return new ShownBoard(hash[0], hash[1], lists);
  }

  boolean isEmpty() {
    return lists.stream().allMatch(list -> list.contentIds().isEmpty());
  }

  /** Nothing is the same as nothing, by whatever it would be ranked. */
  boolean sameAs(ShownBoard other) {
    return (hashHigh == other.hashHigh && hashLow == other.hashLow)
        || (isEmpty() && other.isEmpty());
  }

  /** The content ids of a list, best first; none when there was no such list. */
  List<String> list(String by) {
    return lists.stream()
        .filter(list -> list.by().equals(by))
        .findFirst()
        .map(ShownList::contentIds)
        .orElse(List.of());
  }

  private static List<String> ids(List<RankedContent> items, DataOutputSerializer out)
      throws IOException {
    List<String> ids = new ArrayList<>(items.size());
    out.writeInt(items.size());
    for (RankedContent item : items) {
      ids.add(item.contentId());
      out.writeInt(item.contentId().length());
      out.writeChars(item.contentId());
      out.writeDouble(item.score());
      out.writeDouble(item.trend());
      out.writeDouble(item.ctr());
      write(item.counts(), out);
    }
    return ids;
  }

  private static void write(ActionCounts counts, DataOutputSerializer out) throws IOException {
    out.writeLong(counts.impressions());
    out.writeLong(counts.clicks());
    out.writeLong(counts.watches());
    out.writeLong(counts.watchTimeMs());
    out.writeLong(counts.scrolls());
    out.writeLong(counts.likes());
    out.writeLong(counts.shares());
    out.writeLong(counts.addToCarts());
    out.writeLong(counts.purchases());
  }
}
