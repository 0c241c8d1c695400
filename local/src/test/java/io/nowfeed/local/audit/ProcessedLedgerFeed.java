package io.nowfeed.local.audit;

import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.OffsetRange;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A ledger of many events, and what it retains of them. */
final class ProcessedLedgerFeed {
  private final Map<TopicPartition, OffsetRange> inputs = new HashMap<>();
  private final long events;

  ProcessedLedgerFeed(int topics, int partitions, long events) {
    this.events = events;
    for (int topic = 0; topic < topics; topic++) {
      for (int partition = 0; partition < partitions; partition++) {
        inputs.put(partition(topic, partition), new OffsetRange(0, events));
      }
    }
  }

  private static TopicPartition partition(int topic, int partition) {
    return new TopicPartition("topic-" + topic, partition);
  }

  /** Heap that is in use with the ledger and was not without it, bytes. */
  long retainedBytes() {
    long before = used();
    ProcessedLedger ledger = new ProcessedLedger(inputs);
    TopicPartition[] all = inputs.keySet().toArray(TopicPartition[]::new);
    for (long event = 0; event < events; event++) {
      TopicPartition partition = all[(int) (event % all.length)];
      ledger.add(Topics.ENRICHED_INTERACTIONS, new Trace(partition, event / all.length, "MATCHED"));
    }
    long after = used();
    if (ledger.accounted("topic-0").size() != count(all)) {
      throw new AssertionError("events are lost");
    }
    return after - before;
  }

  private long count(TopicPartition[] all) {
    long count = 0;
    for (int i = 0; i < all.length; i++) {
      long here = events / all.length + (i < events % all.length ? 1 : 0);
      count += all[i].topic().equals("topic-0") ? here : 0;
    }
    return count;
  }

  private static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
