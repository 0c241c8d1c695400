package io.nowfeed.local.observe;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.jobs.flow.SegmentName;

/**
 * The current global board of the shortest window. Boards of all windows come on one topic, and
 * which windows there are is seen by what comes.
 */
final class ShortestBoard {
  private long shortestMillis = Long.MAX_VALUE;
  private String shortestKey;
  private volatile Leaderboard current;

  /** Takes a board; one thread does. */
  void take(Leaderboard board) {
    long millis = board.windowEnd() - board.windowStart();
    if (board.segment().equals(SegmentName.GLOBAL) && millis <= shortestMillis) {
      shortestMillis = millis;
      shortestKey = board.key();
      current = board;
    }
  }

  /** Takes that nothing is left on the board of this key. */
  void clear(String key) {
    if (key.equals(shortestKey)) {
      current = null;
    }
  }

  /** Null when there is none. */
  Leaderboard current() {
    return current;
  }
}
