package io.nowfeed.local.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** From a result topic to its table in BigQuery, by the origins that both have. One thread. */
final class TableHop {
  private static final String ROWS = "ROWS";

  private final String topic;
  private final String table;
  private final Settled settled;
  private final OffsetSets due = new OffsetSets();
  private final OffsetSets waiting = new OffsetSets();
  private final List<String> unreadable = new ArrayList<>();
  private long unreadableRecords;
  private long unreadableWaiting;
  private long deadLetters;

  /**
   * @param settled which records of the result topic must be in the table by now
   */
  TableHop(String topic, String table, Settled settled) {
    this.topic = topic;
    this.table = table;
    this.settled = settled;
  }

  String topic() {
    return topic;
  }

  String table() {
    return table;
  }

  /**
   * Takes a record of the result topic.
   *
   * @param trace its own, null when it has none that can be read
   * @param deadLetter whether the analytics job refused it
   */
  void add(ConsumerRecord<byte[], byte[]> result, Trace trace, boolean deadLetter) {
    TopicPartition partition = new TopicPartition(result.topic(), result.partition());
    boolean isDue = settled.includes(partition, result.offset(), result.timestamp());
    if (deadLetter) {
      deadLetters++;
    } else if (trace == null) {
      addUnreadable(Findings.coordinate(partition, result.offset()), isDue);
    } else {
      (isDue ? due : waiting).add(trace.partition(), trace.offset());
    }
  }

  private void addUnreadable(String coordinate, boolean isDue) {
    if (!isDue) {
      unreadableWaiting++;
      return;
    }
    unreadableRecords++;
    if (unreadable.size() < Findings.NAMED) {
      unreadable.add(coordinate);
    }
  }

  /**
   * What became of the records.
   *
   * @param rows origins of the table's rows
   * @param repeated origins that more than one row has
   * @param undecided whether dead letters of an open transaction may hold what is not there
   */
  Hop compare(OffsetSets rows, OffsetSets repeated, boolean undecided) {
    OffsetSets overdue = due.minus(rows);
    OffsetSets onTheirWay = waiting.minus(due).minus(rows);
    long in = due.size() + waiting.minus(due).size();
    long out = in - overdue.size() - onTheirWay.size();
    Findings absent =
        overdue.findings().and(new Findings(unreadableRecords, List.copyOf(unreadable)));
    return new Hop(
        topic,
        List.of("BigQuery " + table),
        in + unreadableRecords + unreadableWaiting + deadLetters,
        out + deadLetters,
        reasons(out),
        0,
        onTheirWay.size() + unreadableWaiting + (undecided ? absent.count() : 0),
        0,
        0,
        undecided ? Findings.NONE : absent,
        repeated.findings(),
        Findings.NONE,
        Findings.NONE);
  }

  private SortedMap<String, Long> reasons(long rows) {
    SortedMap<String, Long> reasons = new TreeMap<>(Map.of(ROWS, rows));
    if (deadLetters > 0) {
      reasons.put(Trace.DEAD_LETTER, deadLetters);
    }
    return reasons;
  }
}
