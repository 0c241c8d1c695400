package io.nowfeed.local.audit;

import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.OffsetRange;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** All outputs, read once: what came out of the join, and what has to come out in BigQuery. */
final class OutputReading {
  /** The tables that results come out in. */
  static final Map<String, String> TABLES = tableNames();

  private final Map<TopicPartition, OffsetRange> outputs;
  private final ProcessedLedger processed;
  private final OutputRetention retention;
  private final Map<String, TableHop> tables = new LinkedHashMap<>();
  private final OffsetSets deadLetters = new OffsetSets();
  private final Map<String, Findings> untraced = new TreeMap<>();

  /**
   * @param inputs what of the input topics is audited
   * @param outputs what of the output topics can be read
   * @param analysed which results must be in BigQuery by now
   */
  OutputReading(
      Map<TopicPartition, OffsetRange> inputs,
      Map<TopicPartition, OffsetRange> outputs,
      Settled analysed) {
    this.outputs = outputs;
    this.processed = new ProcessedLedger(inputs);
    this.retention = new OutputRetention(outcomes(outputs));
    TABLES.forEach((topic, table) -> tables.put(topic, new TableHop(topic, table, analysed)));
  }

  private static Map<String, String> tableNames() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put(Topics.ACTIVE_USERS, BigQueryTables.ACTIVE_USERS);
    tables.put(Topics.ENRICHED_INTERACTIONS, BigQueryTables.ENRICHED_INTERACTIONS);
    tables.put(Topics.RELEVANCE, BigQueryTables.RELEVANCE);
    return tables;
  }

  /** A measurement is no outcome: its interaction has one besides. */
  private static boolean isOutcome(String topic) {
    return !topic.equals(Topics.RELEVANCE);
  }

  private static Map<TopicPartition, OffsetRange> outcomes(
      Map<TopicPartition, OffsetRange> outputs) {
    Map<TopicPartition, OffsetRange> outcomes = new HashMap<>(outputs);
    outcomes.keySet().removeIf(partition -> !isOutcome(partition.topic()));
    return outcomes;
  }

  /** What can be read of one topic. */
  Map<TopicPartition, OffsetRange> ranges(String topic) {
    Map<TopicPartition, OffsetRange> ranges = new HashMap<>(outputs);
    ranges.keySet().removeIf(partition -> !partition.topic().equals(topic));
    return ranges;
  }

  /** Takes an output record, dead letters before results. */
  void add(ConsumerRecord<byte[], byte[]> output) {
    TopicPartition partition = new TopicPartition(output.topic(), output.partition());
    Trace trace = Trace.of(output);
    boolean refused = deadLetters.contains(partition, output.offset());
    TableHop table = tables.get(output.topic());
    if (table != null) {
      table.add(output, trace, refused);
    }
    if (trace == null) {
      untraced.merge(
          output.topic(),
          new Findings(1, List.of(Findings.coordinate(partition, output.offset()))),
          Findings::and);
      return;
    }
    if (output.topic().equals(Topics.DEAD_LETTERS)) {
      deadLetters.add(trace.partition(), trace.offset());
    }
    if (isOutcome(output.topic())) {
      retention.add(partition, output.timestamp(), trace);
      processed.add(output.topic(), trace);
    }
  }

  ProcessedLedger processed() {
    return processed;
  }

  OutputRetention retention() {
    return retention;
  }

  Collection<TableHop> tables() {
    return tables.values();
  }

  /** What limits the audit. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!retention.cutTopics().isEmpty()) {
      notes.add(
          "retention took the beginning of "
              + String.join(", ", retention.cutTopics())
              + ": events from before the first that is kept are not audited");
    }
    untraced.forEach(
        (topic, records) ->
            notes.add(
                "%d records of %s name no origin, first %s"
                    .formatted(records.count(), topic, records.first().get(0))));
    return notes;
  }
}
