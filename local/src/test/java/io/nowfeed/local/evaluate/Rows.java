package io.nowfeed.local.evaluate;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentItem;
import io.nowfeed.local.replay.ReplayRow;
import java.util.List;
import java.util.Map;

/** Rows in one line. */
final class Rows {
  static final long HOUR = 3_600_000;
  static final long DAY = 24 * HOUR;

  private Rows() {}

  /** Somebody bought an item at a time, in a session. */
  static ReplayRow row(String user, String session, String item, long ts) {
    return row(user, session, item, ts, Action.PURCHASE);
  }

  static ReplayRow row(String user, String session, String item, long ts, Action action) {
    ContentItem content =
        new ContentItem(item, null, null, List.of(), List.of(), null, null, null, null);
    return new ReplayRow(
        1, null, session + item + ts, user, session, action, ts, Map.of(), content);
  }
}
