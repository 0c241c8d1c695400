package io.nowfeed.local.leaderboard;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the topic says when its records are taken one after the other: the last one of a key counts,
 * and null clears. There may be many segments, so the boards of one only are kept.
 */
final class CurrentBoards {
  private static final JsonCodec<Leaderboard> CODEC = JsonCodec.of(Leaderboard.class);

  private final String segment;
  private final Set<BoardKey> keys = new HashSet<>();
  private final Map<BoardKey, byte[]> kept = new HashMap<>();

  /**
   * @param segment whose boards are kept
   */
  CurrentBoards(String segment) {
    this.segment = segment;
  }

  /** Takes a record; what is not a board's is left out. */
  void take(String key, byte[] value) {
    BoardKey board = BoardKey.parse(key);
    if (board == null) {
      return;
    }
    if (value == null) {
      keys.remove(board);
      kept.remove(board);
      return;
    }
    keys.add(board);
    if (board.segment().equals(segment)) {
      kept.put(board, value);
    }
  }

  /** Of which there is a board. */
  Set<BoardKey> keys() {
    return keys;
  }

  /**
   * A board of the segment.
   *
   * @throws NoBoardException when there is none, or it is malformed
   */
  Leaderboard board(BoardKey key) {
    byte[] value = kept.get(key);
    if (value == null) {
      throw new NoBoardException(Absence.of(key, keys));
    }
    try {
      return CODEC.decode(value);
    } catch (MalformedEventException e) {
      throw new NoBoardException(
          "the last record of "
              + Leaderboard.key(key.segment(), key.window())
              + " is no leaderboard: "
              + e.getMessage());
    }
  }
}
