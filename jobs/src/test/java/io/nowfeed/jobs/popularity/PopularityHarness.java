package io.nowfeed.jobs.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The operators of the stage, one subtask each; what one emits is handed to the next at once. */
final class PopularityHarness implements AutoCloseable {
  private final Windows windows;
  private final Ranking ranking;
  private final List<LateEvent> late = new ArrayList<>();
  private OneInputStreamOperatorTestHarness<EnrichedInteraction, EnrichedInteraction> gate;
  private KeyedOneInputStreamOperatorTestHarness<SegmentContent, SegmentAction, PaneCount> counter;
  private KeyedOneInputStreamOperatorTestHarness<String, PaneCount, Leaderboard> keeper;
  private long processingTime;

  PopularityHarness(Windows windows, Map<Action, Double> weights, int places) throws Exception {
    this.windows = windows;
    this.ranking = new Ranking(weights, places);
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
    List<Leaderboard> boards = new ArrayList<>(flow());
    counter.processWatermark(time);
    boards.addAll(flow());
    keeper.processWatermark(time);
    boards.addAll(flow());
    return boards;
  }

  /** The boards that are published because of it. */
  List<Leaderboard> clockIs(long time) throws Exception {
    processingTime = time;
    keeper.setProcessingTime(time);
    return flow();
  }

  /** Fails, and starts from a checkpoint: no operator has a watermark then. */
  void restart() throws Exception {
    OperatorSubtaskState gateState = gate.snapshot(1, processingTime);
    OperatorSubtaskState counterState = counter.snapshot(1, processingTime);
    OperatorSubtaskState keeperState = keeper.snapshot(1, processingTime);
    close();
    startFrom(gateState, counterState, keeperState);
  }

  List<LateEvent> late() {
    return List.copyOf(late);
  }

  int stateEntries() {
    return counter.numKeyedStateEntries() + keeper.numKeyedStateEntries();
  }

  int timers() {
    return counter.numEventTimeTimers()
        + keeper.numEventTimeTimers()
        + keeper.numProcessingTimeTimers();
  }

  @Override
  public void close() throws Exception {
    gate.close();
    counter.close();
    keeper.close();
  }

  private void startFrom(
      OperatorSubtaskState gateState,
      OperatorSubtaskState counterState,
      OperatorSubtaskState keeperState)
      throws Exception {
    gate = new OneInputStreamOperatorTestHarness<>(new LatenessGate(windows));
    counter =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new PaneCounter(windows)),
            SegmentAction::key,
            TypeInformation.of(SegmentContent.class));
    keeper =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new BoardKeeper(windows, ranking)),
            count -> count.key().segment(),
            Types.STRING);
    open(gate, gateState);
    open(counter, counterState);
    open(keeper, keeperState);
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
    List<SegmentAction> actions = new ArrayList<>();
    for (EnrichedInteraction interaction : drained(gate)) {
      new Segments().flatMap(interaction, new ListCollector<>(actions));
    }
    for (SegmentAction action : actions) {
      counter.processElement(action, action.ts());
    }
    for (PaneCount count : drained(counter)) {
      keeper.processElement(count, count.pane());
    }
    return drained(keeper);
  }

  private static <T> List<T> drained(OneInputStreamOperatorTestHarness<?, T> operator) {
    List<T> values = List.copyOf(operator.extractOutputValues());
    operator.getOutput().clear();
    return values;
  }
}
