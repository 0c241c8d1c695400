package io.nowfeed.local.everyevent;

import io.nowfeed.events.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What has to come out: on each topic, of which input, what; and how often users are erased. */
final class Expected {
  private final Map<String, Map<Origin, String>> outcomes = new HashMap<>();
  private final Map<String, Integer> erasures = new HashMap<>();

  void add(String topic, Origin origin, String outcome) {
    outcomes.computeIfAbsent(topic, name -> new HashMap<>()).put(origin, outcome);
  }

  void erased(String userId) {
    erasures.merge(userId, 1, Integer::sum);
  }

  /** By input, what has to be on a topic. */
  Map<Origin, String> on(String topic) {
    return outcomes.getOrDefault(topic, Map.of());
  }

  /** Users who were erased. */
  Set<String> erased() {
    return erasures.keySet();
  }

  int erasures(String userId) {
    return erasures.getOrDefault(userId, 0);
  }
}
