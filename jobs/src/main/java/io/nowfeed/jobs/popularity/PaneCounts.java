package io.nowfeed.jobs.popularity;

import io.nowfeed.events.EnrichedInteraction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counts of a pane in memory: by item and segment, since an event is of one item. */
final class PaneCounts {
  private final Map<String, Map<String, long[]>> items = new HashMap<>();
  private int pairs;

  /**
   * Counts an interaction.
   *
   * @return how many counts it added: those of segments that had none of the item
   */
  int add(EnrichedInteraction interaction, List<String> segments) {
    if (segments.isEmpty()) {
      return 0; // the item would be kept for nothing
    }
    Map<String, long[]> item =
        items.computeIfAbsent(interaction.contentId(), contentId -> new HashMap<>());
    int before = item.size();
    for (String segment : segments) {
      Counts.add(item.computeIfAbsent(segment, each -> new long[Counts.SIZE]), interaction);
    }
    int added = item.size() - before;
    pairs += added;
    return added;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  int pairs() {
    return pairs;
  }

  /** The tally of each segment. Items are sorted once for all of them. */
  Map<String, byte[]> tallies() {
    List<Item> sorted = new ArrayList<>(items.size());
    items.forEach(
        (contentId, counts) ->
            sorted.add(new Item(contentId.getBytes(StandardCharsets.UTF_8), counts)));
    sorted.sort((one, other) -> Arrays.compareUnsigned(one.id, other.id));
    Map<String, TallyWriter> writers = new HashMap<>();
    for (Item item : sorted) {
      item.counts.forEach(
          (segment, counts) ->
              writers
                  .computeIfAbsent(segment, each -> new TallyWriter(256))
                  .write(item.id, 0, item.id.length, counts));
    }
    Map<String, byte[]> tallies = new HashMap<>();
    writers.forEach((segment, writer) -> tallies.put(segment, writer.toBytes()));
    return tallies;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Item(byte[] id, Map<String, long[]> counts) {}
}
