package io.nowfeed.local.observe;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import java.util.List;
import java.util.Map;

/**
 * What was read so far.
 *
 * @param records read, by topic
 * @param activeUsers users with a beacon in the last five minutes
 * @param freshness from the beacon to the readable recommendation
 * @param arms what the lists of each arm of the experiment are worth; none while nothing is known
 * @param top the current global leaderboard of the shortest window, null when there is none
 * @param newest the newest recommendations, null before the first
 */
public record Observation(
    Map<String, Long> records,
    int activeUsers,
    Freshness freshness,
    List<ArmRate> arms,
    Leaderboard top,
    Recommendations newest) {
  /** Records read of a topic. */
  public long of(String topic) {
    return records.getOrDefault(topic, 0L);
  }
}
