package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.jobs.flow.ContentHash;
import java.util.List;

/**
 * What a recommender needs of a leaderboard: every one has all of them.
 *
 * @param segment the board's segment
 * @param window the board's window
 * @param items the hashes of the items, best first
 * @param scores their scores, in their order
 * @param counts how often each was engaged with in the window, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and Flink has a serializer for it
public record Trend(String segment, String window, long[] items, float[] scores, long[] counts) {
  static Trend of(Leaderboard board) {
    List<RankedContent> ranked = board.items();
    long[] items = new long[ranked.size()];
    float[] scores = new float[items.length];
    long[] counts = new long[items.length];
    for (int i = 0; i < items.length; i++) {
      items[i] = ContentHash.of(ranked.get(i).contentId());
      scores[i] = (float) ranked.get(i).score();
      counts[i] = engagements(ranked.get(i).counts());
    }
    return new Trend(board.segment(), board.window(), items, scores, counts);
  }

  String key() {
    return Leaderboard.key(segment, window);
  }

  boolean isEmpty() {
    return items.length == 0;
  }

  /** Of every action that engages: see {@link Action#engages}. */
  private static long engagements(ActionCounts counts) {
    return counts.clicks()
        + counts.watches()
        + counts.likes()
        + counts.shares()
        + counts.addToCarts()
        + counts.purchases();
  }
}
