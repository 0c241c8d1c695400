package io.nowfeed.local.drill;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whether each list of a user is newer than all before it on the topic. After a failure a list may
 * come again as it was, for delivery is at least once.
 */
final class VersionOrder {
  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);

  private final Map<String, Map<Long, Integer>> versions = new HashMap<>();
  private final Map<String, Long> newest = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  /** Takes the next record of a partition. */
  void add(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      versions.remove(record.key()); // erased; whoever comes back begins anew
      newest.remove(record.key());
      return;
    }
    try {
      check(LISTS.decode(record.value()), record);
    } catch (MalformedEventException e) {
      broken.add(place(record) + " is no list: " + e.getMessage());
    }
  }

  private void check(Recommendations list, ConsumerRecord<String, byte[]> record) {
    Integer same =
        versions
            .computeIfAbsent(record.key(), user -> new HashMap<>())
            .putIfAbsent(list.version(), list.hashCode());
    long before = newest.getOrDefault(record.key(), Long.MIN_VALUE);
    if (same == null && list.version() < before) {
      broken.add(
          "%s has version %d, behind version %d".formatted(place(record), list.version(), before));
    } else if (same != null && same != list.hashCode()) {
      broken.add("%s is another list of version %d".formatted(place(record), list.version()));
    }
    newest.put(record.key(), Math.max(before, list.version()));
  }

  private static String place(ConsumerRecord<String, byte[]> record) {
    return "%s-%d@%d of user %s"
        .formatted(record.topic(), record.partition(), record.offset(), record.key());
  }

  /** All that was found. */
  List<String> broken() {
    return List.copyOf(broken);
  }
}
