package io.nowfeed.local.traffic;

import io.nowfeed.events.Evidence;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lists of recommendations in one line. */
final class Lists {
  static final long EXPIRES_AT = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private Lists() {}

  /** A signed-in user's. */
  static Recommendations of(String userId, long version, String... contentIds) {
    return of("full", version, List.of(contentIds)).to(userId, null, null);
  }

  /** An arm's, for nobody yet. */
  static Recommendations of(String arm, long version, List<String> contentIds) {
    List<RecommendedItem> items = new ArrayList<>();
    for (String id : contentIds) {
      Rung rung = Rung.GLOBAL_TREND;
      items.add(new RecommendedItem(items.size() + 1, id, 1, rung, Evidence.none(), false));
    }
    Trigger trigger = new Trigger(Trigger.Kind.BEACON, "b-1", version, version, null);
    return new Recommendations(
        null, null, null, version, version, EXPIRES_AT, trigger, "ladder", arm, items, "test");
  }
}
