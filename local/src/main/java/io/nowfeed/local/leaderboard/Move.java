package io.nowfeed.local.leaderboard;

import io.nowfeed.events.RankedContent;

/** How a place compares with that one slide earlier. */
public final class Move {
  private Move() {}

  /** {@code +2} for two places up, {@code -1} for one down, {@code =}, or {@code new}. */
  public static String of(RankedContent item) {
    if (item.previousRank() == null) {
      return "new";
    }
    int up = item.previousRank() - item.rank();
    return up == 0 ? "=" : "%+d".formatted(up);
  }
}
