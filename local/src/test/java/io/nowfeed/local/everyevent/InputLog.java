package io.nowfeed.local.everyevent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** All that a script sends, in its order. It knows where the broker will put each record. */
final class InputLog {
  private final Map<Origin, Input> inputs = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private int phase;

  /** What follows belongs to this phase. */
  void begin(int nextPhase) {
    phase = nextPhase;
  }

  Input append(
      String topic, int partition, long ingestedAt, String key, byte[] value, Meaning meaning) {
    long offset = ends.merge(new TopicPartition(topic, partition), 1L, Long::sum) - 1;
    Origin origin = new Origin(topic, partition, offset);
    Input input =
        new Input(
            phase, origin, ingestedAt, key == null ? null : key.getBytes(UTF_8), value, meaning);
    inputs.put(origin, input);
    return input;
  }

  /** The record at these coordinates, or null. */
  Input at(Origin origin) {
    return inputs.get(origin);
  }

  Collection<Input> all() {
    return inputs.values();
  }

  /** What a partition holds by now. */
  List<Input> of(String topic, int partition) {
    List<Input> held = new ArrayList<>();
    for (Input input : inputs.values()) {
      if (input.origin().topic().equals(topic) && input.origin().partition() == partition) {
        held.add(input);
      }
    }
    return held;
  }
}
