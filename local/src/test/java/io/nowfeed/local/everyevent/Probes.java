package io.nowfeed.local.everyevent;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What came back of the events that only show how far the job is. */
final class Probes {
  private final Map<String, Long> newestLsn = new HashMap<>();
  private final Set<String> tags = new HashSet<>();
  private final Set<String> eventIds = new HashSet<>();

  void take(ActiveUser beacon) {
    eventIds.add(beacon.eventId());
    if (beacon.attributesLsn() != null) {
      newestLsn.merge(beacon.userId(), beacon.attributesLsn(), Math::max);
    }
  }

  void take(EnrichedInteraction interaction) {
    eventIds.add(interaction.eventId());
    if (interaction.content() != null) {
      tags.addAll(interaction.content().tags());
    }
  }

  /** Whether each sentinel was seen with its last change. */
  boolean show(Map<String, Long> sentinels) {
    return sentinels.entrySet().stream()
        .allMatch(sentinel -> newestLsn.getOrDefault(sentinel.getKey(), 0L) >= sentinel.getValue());
  }

  /** Whether an item was seen with this tag. */
  boolean showTag(String tag) {
    return tags.contains(tag);
  }

  /** Whether this probe came back. */
  boolean show(String eventId) {
    return eventIds.contains(eventId);
  }
}
