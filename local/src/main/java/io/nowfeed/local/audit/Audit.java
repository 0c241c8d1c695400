package io.nowfeed.local.audit;

import io.nowfeed.events.Topics;
import io.nowfeed.local.audit.AuditReport.UnreadTopic;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.kafka.OffsetRange;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.kafka.PartitionScan;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * One audit. The order is what makes it a proof: the groups' offsets are read first, so whatever
 * lies before them must be in the outputs, which are read after; inputs are held against the
 * outputs last.
 */
public final class Audit {
  /** In this order: an analytics dead letter must be known when its result is met. */
  private static final List<String> OUTPUTS =
      List.of(
          Topics.DEAD_LETTERS,
          Topics.DUPLICATES,
          Topics.ACTIVE_USERS,
          Topics.ENRICHED_INTERACTIONS,
          Topics.LATE_EVENTS,
          Topics.RELEVANCE);

  private static final List<String> COMES_OUT_IN =
      List.of(
          Topics.ACTIVE_USERS,
          Topics.ENRICHED_INTERACTIONS,
          Topics.DUPLICATES,
          Topics.DEAD_LETTERS);

  /** The sink makes rows visible a moment after the group's offsets are. */
  private static final long ROWS_LAG_MILLIS = 10_000;

  private static final long PAUSE_MILLIS = 1_000;

  private final AuditOptions options;
  private final Clock clock;
  private final PartitionScan scan;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param options what is audited
   * @param clock says what is younger than the grace
   */
  public Audit(AuditOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
    this.scan = new PartitionScan(options.kafka());
  }

  /**
   * Runs it; to be called once.
   *
   * @throws AuditFailedException when BigQuery cannot be asked
   * @throws io.nowfeed.local.kafka.KafkaFailedException when Kafka cannot be read
   */
  public AuditReport run() {
    long at = clock.millis();
    long before = at - options.grace().toMillis();
    try (Admin admin = options.kafka().admin()) {
      GroupReads reads = GroupReads.of(admin);
      List<Hop> hops = hops(admin, reads, before);
      TopicInventory inventory = new TopicInventory(options, reads);
      List<UnreadTopic> unread = TopicInventory.withoutWhole(inventory.unread(admin, before), hops);
      return new AuditReport(
          options.kafka().bootstrapServers(),
          options.groupPrefix(),
          at,
          options.grace().toMillis(),
          AuditReport.isClean(hops, unread),
          hops,
          unread,
          inventory.undeclared(),
          List.copyOf(notes));
    }
  }

  private List<Hop> hops(Admin admin, GroupReads reads, long before) {
    PartitionOffsets offsets = new PartitionOffsets(admin);
    Set<String> existing = KafkaAccess.await("listing the topics", admin.listTopics().names());
    Collection<String> inputTopics =
        TopicInventory.inputs(reads.topicsOf(options.personalization()), existing);
    Map<TopicPartition, OffsetRange> inputs = offsets.readable(offsets.partitions(inputTopics));
    List<String> outputTopics = OUTPUTS.stream().filter(existing::contains).toList();
    List<TopicPartition> outputs = offsets.partitions(outputTopics);
    Set<String> undecided = awaitDecided(offsets, outputs);

    Settled processed = settled(reads, options.personalization(), inputTopics, before);
    Settled analysed = settled(reads, options.analytics(), tableTopics(existing), before);
    OutputReading reading = new OutputReading(inputs, offsets.readable(outputs), analysed);
    outputTopics.forEach(topic -> scan.records(reading.ranges(topic), reading::add));
    notes.addAll(reading.notes());

    List<Hop> hops = new ArrayList<>();
    InputCheck check =
        new InputCheck(
            reading.processed(),
            processed,
            reading.retention(),
            options.grace().toMillis(),
            COMES_OUT_IN.stream().anyMatch(undecided::contains));
    scan.coordinates(inputs, check::add);
    Map<TopicPartition, OffsetRange> kept = offsets.readable(inputs.keySet());
    inputTopics.forEach(topic -> hops.add(check.hop(topic, COMES_OUT_IN, kept)));
    hops.addAll(tableHops(reading, undecided.contains(Topics.DEAD_LETTERS)));
    return hops;
  }

  /** The topics of which a part is not decided. */
  private Set<String> awaitDecided(PartitionOffsets offsets, List<TopicPartition> outputs) {
    SortedSet<TopicPartition> open =
        new OpenTransactions(offsets, clock)
            .await(
                outputs,
                options.grace(),
                () -> options.progress().accept("waiting for open transactions of the outputs"));
    if (!open.isEmpty()) {
      notes.add(
          "open transactions hold back a part of "
              + open
              + ": what may be in them is pending. A job that is down ends its own when it is"
              + " back");
    }
    return open.stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  private Settled settled(GroupReads reads, String group, Collection<String> topics, long before) {
    Map<TopicPartition, Long> committed = new HashMap<>(reads.committedBy(group));
    committed.keySet().removeIf(partition -> !topics.contains(partition.topic()));
    if (committed.isEmpty() && !topics.isEmpty()) {
      notes.add(
          "consumer group "
              + group
              + " has committed no offset of "
              + String.join(", ", topics)
              + ", so all is pending: does the job run and complete checkpoints, is --group"
              + " right?");
    }
    return new Settled(committed, before);
  }

  private Collection<String> tableTopics(Set<String> existing) {
    return options.tables() == null
        ? List.of()
        : OutputReading.TABLES.keySet().stream().filter(existing::contains).toList();
  }

  private List<Hop> tableHops(OutputReading reading, boolean undecided) {
    if (options.tables() == null) {
      notes.add("BigQuery is not audited: say where it is with --bigquery or --bigquery-project");
      return List.of();
    }
    BigQueryRows rows = new BigQueryRows(options.tables().client(), options.tables().dataset());
    return reading.tables().stream().map(table -> compare(table, rows, undecided)).toList();
  }

  private Hop compare(TableHop table, BigQueryRows rows, boolean undecided) {
    OffsetSets repeated = rows.repeated(table.table());
    long deadline = clock.millis() + Math.min(ROWS_LAG_MILLIS, options.grace().toMillis());
    Hop hop = table.compare(rows.origins(table.table()), repeated, undecided);
    while (hop.missing().count() > 0 && clock.millis() < deadline) {
      OpenTransactions.pause(PAUSE_MILLIS);
      hop = table.compare(rows.origins(table.table()), repeated, undecided);
    }
    return hop;
  }
}
