package io.nowfeed.jobs.enrichment;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.Duplicate;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.LoadedPartition;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.UserUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** One run of the join's operator. Output reads as {@code event REASON country@lsn}. */
final class JoinRun implements AutoCloseable {
  static final long NOON = Fixtures.NOON;
  static final long MAX_WAIT = 10_000;
  static final long MAX_LOAD_WAIT = 60_000;
  static final Duration DELETED_RETENTION = Duration.ofDays(7);
  static final Duration VERSION_RETENTION = Duration.ofHours(1);
  static final Duration HORIZON = Duration.ofMinutes(30);

  /** Of the users topic. */
  private static final int PARTITIONS = 2;

  private static final EnrichmentOptions OPTIONS =
      new EnrichmentOptions(
          Duration.ofMillis(MAX_LOAD_WAIT),
          Duration.ofMillis(MAX_WAIT),
          3,
          3,
          VERSION_RETENTION,
          DELETED_RETENTION,
          HORIZON);

  private KeyedTwoInputStreamOperatorTestHarness<UserHash, UserEvent, UserUpdate, EnrichedEvent>
      harness;
  private UserJoin join;
  private long now = NOON;

  private JoinRun() {}

  /** A run from empty state at noon; the table is not loaded yet. */
  static JoinRun start() throws Exception {
    JoinRun run = new JoinRun();
    run.startFrom(null);
    return run;
  }

  private void startFrom(OperatorSubtaskState state) throws Exception {
    join = new UserJoin(OPTIONS);
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new UserJoinOperator(join), UserEvent::hash, UserUpdate::key, FlowTypes.USER_HASH);
    harness.setStateTtlProcessingTime(now);
    harness.setProcessingTime(now);
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  /** From a snapshot; the table is to be loaded again. */
  void restart() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, now);
    harness.close();
    startFrom(state);
  }

  void timeIs(long time) throws Exception {
    now = time;
    harness.setProcessingTime(time);
  }

  void ttlTimeIs(long time) {
    harness.setStateTtlProcessingTime(time);
  }

  void happens(UserEvent event) throws Exception {
    harness.processElement1(event, event.ts());
  }

  void happens(UserChange change) throws Exception {
    harness.processElement2(UserUpdate.of(change), Long.MIN_VALUE);
  }

  void tableLoaded() throws Exception {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      partitionLoaded(partition);
    }
  }

  void partitionLoaded(int partition) throws Exception {
    partitionLoaded(partition, PARTITIONS);
  }

  void partitionLoaded(int partition, int partitions) throws Exception {
    UserUpdate word = UserUpdate.loaded(new LoadedPartition(partition, partitions));
    harness.processElement2(word.to(new UserHash(partition, 0)), Long.MIN_VALUE);
  }

  /** As {@code flink stop --drain} does. */
  void drain() throws Exception {
    ((UserJoinOperator) harness.getOperator()).finish();
  }

  void eventTimeIs(long watermark) throws Exception {
    harness.processWatermark1(new Watermark(watermark));
  }

  /** Event time behind the join, and where in the output it was passed on. */
  List<String> outputWithWatermarks() {
    return harness.getOutput().stream()
        .map(
            element ->
                element instanceof Watermark mark
                    ? "time is " + (mark.getTimestamp() - NOON)
                    : inWords((EnrichedEvent) ((StreamRecord<?>) element).getValue()))
        .toList();
  }

  void forgetOutput() {
    harness.getOutput().clear();
  }

  List<EnrichedEvent> output() {
    return harness.extractOutputValues();
  }

  List<String> emitted() {
    return output().stream().map(JoinRun::inWords).toList();
  }

  List<Duplicate> duplicates() {
    Queue<StreamRecord<Duplicate>> queue = harness.getSideOutput(UserJoinStage.DUPLICATES);
    return queue == null ? List.of() : queue.stream().map(StreamRecord::getValue).toList();
  }

  /** How many events of all users are held. */
  long waiting() {
    return join.waiting().count();
  }

  int timers() {
    return harness.numProcessingTimeTimers();
  }

  /** Under how many keys there is any of these states. */
  long keysWith(String... states) {
    return Stream.of(states)
        .flatMap(
            state ->
                harness
                    .getOperator()
                    .<UserHash>getKeyedStateBackend()
                    .getKeys(state, VoidNamespace.INSTANCE))
        .distinct()
        .count();
  }

  OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, now);
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }

  private static String inWords(EnrichedEvent event) {
    if (event.erases()) {
      return "erasure of " + event.key();
    }
    ActiveUser beacon = event.activeUser();
    EnrichedInteraction interaction = event.interaction();
    return beacon != null
        ? beacon.eventId()
            + inWords(beacon.matchReason(), beacon.attributes(), beacon.attributesLsn())
        : interaction.eventId()
            + inWords(
                interaction.matchReason(), interaction.attributes(), interaction.attributesLsn());
  }

  private static String inWords(MatchReason reason, UserAttributes attributes, Long lsn) {
    return " " + reason + (attributes == null ? "" : " " + attributes.country() + "@" + lsn);
  }
}
