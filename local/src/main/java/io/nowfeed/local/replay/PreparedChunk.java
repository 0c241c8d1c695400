package io.nowfeed.local.replay;

import java.util.List;
import java.util.Map;

/**
 * Some rows, and what must be consumed before their events are sent.
 *
 * @param rows in file order; none after the last chunk
 * @param users those first seen here, as the users table holds them
 * @param content the items first seen here
 */
record PreparedChunk(List<ReplayRow> rows, Map<String, UserRow> users, Positions content) {

  boolean isEnd() {
    return rows.isEmpty();
  }

  /** Whether anything is to be waited for. */
  boolean bringsNews() {
    return !users.isEmpty() || !content.isEmpty();
  }
}
