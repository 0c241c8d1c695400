package io.nowfeed.local.audit;

import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.OffsetRange;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** What came out of the join, by the coordinates of what went in. One thread. */
final class ProcessedLedger {
  private final Map<TopicPartition, OffsetRange> inputs;
  private final OffsetSets accounted = new OffsetSets();
  private final OffsetSets repeated = new OffsetSets();
  private final OffsetSets enriched = new OffsetSets();
  private final OffsetSets late = new OffsetSets();
  private final OffsetSets behind = new OffsetSets();
  private final Map<String, SortedMap<String, Long>> reasons = new HashMap<>();
  private final Map<String, Long> inputGone = new HashMap<>();

  /**
   * @param inputs what of the input topics is audited; origins elsewhere are not kept
   */
  ProcessedLedger(Map<TopicPartition, OffsetRange> inputs) {
    this.inputs = inputs;
  }

  /** Takes an output record's trace. */
  void add(String outputTopic, Trace trace) {
    OffsetRange range = inputs.get(trace.partition());
    if (range == null) {
      return;
    }
    if (trace.offset() >= range.end()) {
      behind.add(trace.partition(), trace.offset());
      return;
    }
    if (outputTopic.equals(Topics.LATE_EVENTS)) {
      addLate(trace);
      return;
    }
    if (trace.offset() < range.begin()) {
      inputGone.merge(trace.partition().topic(), 1L, Long::sum);
      return;
    }
    if (outputTopic.equals(Topics.ENRICHED_INTERACTIONS)) {
      enriched.add(trace.partition(), trace.offset());
    }
    account(trace);
  }

  private void addLate(Trace trace) {
    boolean kept = trace.offset() >= inputs.get(trace.partition()).begin();
    if (kept && !late.add(trace.partition(), trace.offset())) {
      repeated.add(trace.partition(), trace.offset());
    }
  }

  private void account(Trace trace) {
    if (accounted.add(trace.partition(), trace.offset())) {
      reasons
          .computeIfAbsent(trace.partition().topic(), any -> new TreeMap<>())
          .merge(trace.reason(), 1L, Long::sum);
    } else {
      repeated.add(trace.partition(), trace.offset());
    }
  }

  boolean isAccounted(TopicPartition partition, long offset) {
    return accounted.contains(partition, offset);
  }

  /** Origins of the outputs, each once. */
  OffsetSets accounted(String topic) {
    return accounted.ofTopic(topic);
  }

  /** Origins behind what is audited: events that came in meanwhile, or that never were. */
  OffsetSets behind(String topic) {
    return behind.ofTopic(topic);
  }

  /** Origins that more than one output has, or more than one late event. */
  Findings repeated(String topic) {
    return repeated.ofTopic(topic).findings();
  }

  /** Origins of late events. */
  OffsetSets late(String topic) {
    return late.ofTopic(topic);
  }

  /** Origins of late events that came out as something else than an interaction. */
  Findings lateOnly(String topic) {
    return late(topic).minus(enriched).and(accounted).findings();
  }

  /** How many came out as what. */
  SortedMap<String, Long> reasons(String topic) {
    return reasons.getOrDefault(topic, new TreeMap<>());
  }

  /** Outputs whose input is no longer kept. */
  long inputGone(String topic) {
    return inputGone.getOrDefault(topic, 0L);
  }
}
