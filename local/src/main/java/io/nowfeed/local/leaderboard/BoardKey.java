package io.nowfeed.local.leaderboard;

import java.util.Comparator;
import org.apache.flink.util.TimeUtils;

/**
 * Under what a board is kept.
 *
 * @param segment {@code global}, {@code country=GB}
 * @param window the window's length: {@code 1m}
 */
record BoardKey(String segment, String window) {
  /** The shortest window first, then by name. */
  static final Comparator<String> BY_LENGTH =
      Comparator.comparingLong(BoardKey::millis).thenComparing(Comparator.naturalOrder());

  /** Reads a record's key, {@code segment|window}. Null when it is none. */
  static BoardKey parse(String key) {
    int bar = key.lastIndexOf('|');
    return bar < 0 ? null : new BoardKey(key.substring(0, bar), key.substring(bar + 1));
  }

  private static long millis(String window) {
    try {
      return TimeUtils.parseDuration(window).toMillis();
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Somebody else's; it comes last.
      return Long.MAX_VALUE;
    }
  }

  /** As people say it. */
  @Override
  public String toString() {
    return segment + " in " + window;
  }
}
