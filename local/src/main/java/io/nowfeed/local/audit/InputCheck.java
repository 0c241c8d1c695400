package io.nowfeed.local.audit;

import io.nowfeed.local.kafka.OffsetRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Holds each input record against what came out. To be fed when all outputs are in. */
final class InputCheck {
  /** The counts of a topic. */
  private static final class Counts {
    private long in;
    private long pending;
    private long outputGone;
  }

  private final ProcessedLedger ledger;
  private final Settled settled;
  private final OutputRetention retention;
  private final long grace;
  private final boolean undecided;
  private final OffsetSets present = new OffsetSets();
  private final OffsetSets missing = new OffsetSets();
  private final Map<String, Counts> counts = new HashMap<>();
  private final Map<TopicPartition, OutputRetention.Floor> floors = new HashMap<>();

  /**
   * @param grace how far events overtake each other in the join, milliseconds
   * @param undecided whether an output has an open transaction that may hold what is not there
   */
  InputCheck(
      ProcessedLedger ledger,
      Settled settled,
      OutputRetention retention,
      long grace,
      boolean undecided) {
    this.ledger = ledger;
    this.settled = settled;
    this.retention = retention;
    this.grace = grace;
    this.undecided = undecided;
  }

  /** Takes an input record, in the order of its partition. */
  void add(ConsumerRecord<Void, Void> input) {
    TopicPartition partition = new TopicPartition(input.topic(), input.partition());
    Counts topic = counts(input.topic());
    topic.in++;
    present.add(partition, input.offset());
    // Also for those that came out: the floor is where the first record is.
    boolean below = floor(partition).isBelow(input.offset(), input.timestamp());
    if (ledger.isAccounted(partition, input.offset())) {
      return;
    }
    if (below) {
      topic.outputGone++;
    } else if (undecided || !settled.includes(partition, input.offset(), input.timestamp())) {
      topic.pending++;
    } else {
      missing.add(partition, input.offset());
    }
  }

  private Counts counts(String topic) {
    return counts.computeIfAbsent(topic, any -> new Counts());
  }

  private OutputRetention.Floor floor(TopicPartition partition) {
    return floors.computeIfAbsent(partition, input -> retention.floor(input, grace));
  }

  /**
   * What became of a topic's records.
   *
   * @param to the output topics
   * @param kept what the topic keeps when all is read: retention and traffic went on
   */
  Hop hop(String topic, List<String> to, Map<TopicPartition, OffsetRange> kept) {
    OffsetSets in = present.ofTopic(topic);
    OffsetSets accounted = ledger.accounted(topic);
    Counts topicCounts = counts(topic);
    return new Hop(
        topic,
        to,
        topicCounts.in,
        accounted.and(in).size(),
        ledger.reasons(topic),
        ledger.late(topic).and(in).size(),
        topicCounts.pending,
        ledger.inputGone(topic),
        topicCounts.outputGone,
        missing.ofTopic(topic).findings(),
        ledger.repeated(topic),
        accounted.minus(in).within(kept).findings().and(neverWas(topic, kept)),
        ledger.lateOnly(topic));
  }

  /** An output of this moment has an origin before the end of this moment. */
  private Findings neverWas(String topic, Map<TopicPartition, OffsetRange> kept) {
    OffsetSets behind = ledger.behind(topic);
    return behind.minus(behind.within(kept)).findings();
  }
}
