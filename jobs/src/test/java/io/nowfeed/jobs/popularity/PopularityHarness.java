package io.nowfeed.jobs.popularity;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The operators of the stage, one behind the other: what one of them says, the next one hears. */
final class PopularityHarness implements AutoCloseable {
  private final List<Windows> windows;
  private final PopularityOptions options;
  private final List<LateEvent> late = new ArrayList<>();
  private OneInputStreamOperatorTestHarness<EnrichedInteraction, EnrichedInteraction> gate;
  private OneInputStreamOperatorTestHarness<EnrichedInteraction, PaneTally> combiner;
  private KeyedOneInputStreamOperatorTestHarness<String, PaneTally, Leaderboard> keeper;
  private long processingTime;

  PopularityHarness(List<Windows> windows, PopularityOptions options) throws Exception {
    this.windows = windows;
    this.options = options;
    startFrom(null, null, null);
  }

  /** The boards that are published because of it. */
  List<Leaderboard> comes(EnrichedInteraction interaction) throws Exception {
    gate.processElement(interaction, interaction.ts());
    return flow();
  }

  /** The boards that are published because of it. */
  List<Leaderboard> watermarkIs(long time) throws Exception {
    gate.processWatermark(time);
    return flow();
  }

  /** The boards that are published because of it. */
  List<Leaderboard> clockIs(long time) throws Exception {
    processingTime = time;
    gate.setProcessingTime(time);
    keeper.setProcessingTime(time);
    return flow();
  }

  /** No partition has anything to say any more. */
  void isIdle() throws Exception {
    gate.processWatermarkStatus(WatermarkStatus.IDLE);
    flow();
  }

  /** A checkpoint makes the combiner hand on what it has; the boards that are published by that. */
  List<Leaderboard> checkpoint() throws Exception {
    combiner.getOperator().prepareSnapshotPreBarrier(1);
    return flow();
  }

  /** Fails, and starts from the checkpoint: no operator has a watermark then. */
  void restart() throws Exception {
    OperatorSubtaskState gateState = gate.snapshot(1, processingTime);
    OperatorSubtaskState combinerState = combiner.snapshot(1, processingTime);
    OperatorSubtaskState keeperState = keeper.snapshot(1, processingTime);
    close();
    startFrom(gateState, combinerState, keeperState);
  }

  List<LateEvent> late() {
    return List.copyOf(late);
  }

  int stateEntries() {
    return keeper.numKeyedStateEntries();
  }

  int timers() {
    return keeper.numEventTimeTimers() + keeper.numProcessingTimeTimers();
  }

  @Override
  public void close() throws Exception {
    gate.close();
    combiner.close();
    keeper.close();
  }

  private void startFrom(
      OperatorSubtaskState gateState,
      OperatorSubtaskState combinerState,
      OperatorSubtaskState keeperState)
      throws Exception {
    gate =
        new OneInputStreamOperatorTestHarness<>(
            new LatenessGate(windows.get(0), options.quietAfter().toMillis()));
    combiner = new OneInputStreamOperatorTestHarness<>(new Combiner(windows.get(0), options));
    keeper =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new BoardKeeper(
                    windows, new Ranking(options.ranked()), options.maxAhead().toMillis())),
            PaneTally::segment,
            Types.STRING);
    open(gate, gateState);
    open(combiner, combinerState);
    open(keeper, keeperState);
    gate.setProcessingTime(processingTime);
    keeper.setProcessingTime(processingTime);
  }

  private static void open(
      OneInputStreamOperatorTestHarness<?, ?> operator, OperatorSubtaskState state)
      throws Exception {
    operator.setup();
    if (state != null) {
      operator.initializeState(state);
    }
    operator.open();
  }

  private List<Leaderboard> flow() throws Exception {
    Queue<StreamRecord<LateEvent>> aside = gate.getSideOutput(PopularityStage.LATE);
    if (aside != null) {
      aside.forEach(record -> late.add(record.getValue()));
      aside.clear();
    }
    pass(gate, combiner);
    pass(combiner, keeper);
    List<Leaderboard> boards = List.copyOf(keeper.extractOutputValues());
    keeper.getOutput().clear();
    return boards;
  }

  @SuppressWarnings("unchecked") // a harness' output says only that it holds objects
  private static <T> void pass(
      OneInputStreamOperatorTestHarness<?, T> from, OneInputStreamOperatorTestHarness<T, ?> to)
      throws Exception {
    for (Object element : List.copyOf(from.getOutput())) {
      if (element instanceof Watermark watermark) {
        to.processWatermark(watermark);
      } else if (element instanceof WatermarkStatus status) {
        to.processWatermarkStatus(status);
      } else {
        to.processElement((StreamRecord<T>) element);
      }
    }
    from.getOutput().clear();
  }
}
