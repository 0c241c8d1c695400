package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.LateEvent;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which interactions the gate lets through: windows of 60 s by 5 s, 20 s of lateness. */
class LatenessGateTest {
  private static final long NOON = Fixtures.NOON;
  private static final long PANE_END = NOON + 5_000;
  private static final long LATENESS = 20_000;
  private static final long QUIET_AFTER = 60_000;
  private static final int MAX_PARALLELISM = 16;

  private OneInputStreamOperatorTestHarness<EnrichedInteraction, EnrichedInteraction> gate;

  @BeforeEach
  void start() throws Exception {
    gate = subtask(0, 1);
    gate.open();
  }

  @AfterEach
  void stop() throws Exception {
    gate.close();
  }

  @Test
  void onTimePasses() throws Exception {
    EnrichedInteraction onTime = click(NOON);
    comes(onTime);

    assertThat(gate.extractOutputValues()).containsExactly(onTime);
    assertThat(late()).isEmpty();
  }

  @Test
  void observablyLatePasses() throws Exception {
    gate.processWatermark(PANE_END - 1 + LATENESS - 1);
    comes(click(NOON));

    assertThat(gate.extractOutputValues()).hasSize(1);
    assertThat(late()).isEmpty();
  }

  @Test
  void droppablyLateGoesAsideAndSaysByHowMuch() throws Exception {
    EnrichedInteraction tooLate = click(NOON + 1);
    gate.processWatermark(PANE_END - 1 + LATENESS);
    comes(tooLate);

    assertThat(gate.extractOutputValues()).isEmpty();
    assertThat(late()).containsExactly(new LateEvent(tooLate, 24_998));
  }

  @Test
  void lastOfAPaneIsAsLateAsItsFirst() throws Exception {
    gate.processWatermark(PANE_END - 1 + LATENESS);
    comes(click(PANE_END - 1));
    comes(click(PANE_END));

    assertThat(late()).extracting(LateEvent::latenessMs).containsExactly(LATENESS);
    assertThat(gate.extractOutputValues()).containsExactly(click(PANE_END));
  }

  @Test
  void whatWasLateStaysLateAfterARestart() throws Exception {
    comes(click(NOON));
    gate.processWatermark(PANE_END - 1 + LATENESS);
    restartFrom(gate.snapshot(1, NOON), 1, 1);
    comes(click(NOON + 1));
    gate.processWatermark(NOON);
    comes(click(NOON + 2));
    comes(click(PANE_END));

    assertThat(late()).extracting(LateEvent::latenessMs).containsExactly(24_998L, 24_997L);
    assertThat(gate.extractOutputValues()).containsExactly(click(PANE_END));
  }

  @Test
  void watermarkGoesOnAfterARestart() throws Exception {
    gate.processWatermark(NOON);
    restartFrom(gate.snapshot(1, NOON), 1, 1);
    gate.processWatermark(PANE_END - 1 + LATENESS);
    comes(click(NOON));

    assertThat(late()).hasSize(1);
  }

  @Test
  void rescaledGateTakesTheSmallestWatermark() throws Exception {
    OperatorSubtaskState ahead = snapshotAt(PANE_END - 1 + LATENESS);
    OperatorSubtaskState behind = snapshotAt(PANE_END - 1 + LATENESS - 1);
    restartFrom(AbstractStreamOperatorTestHarness.repackageState(ahead, behind), 2, 3);
    comes(click(NOON));
    comes(click(NOON - 1));

    assertThat(gate.extractOutputValues()).containsExactly(click(NOON));
    assertThat(late()).hasSize(1);
  }

  @Test
  void nothingIsLateForADrainedJob() throws Exception {
    gate.processWatermark(Long.MAX_VALUE);
    restartFrom(gate.snapshot(1, NOON), 1, 1);
    comes(click(NOON));

    assertThat(late()).isEmpty();
  }

  @Test
  void quietStreamGoesOnWithTheWallClock() throws Exception {
    gate.setProcessingTime(1_000);
    gate.processWatermark(NOON);
    gate.processWatermarkStatus(WatermarkStatus.IDLE);
    gate.setProcessingTime(1_000 + QUIET_AFTER - 1);
    assertThat(said()).containsExactly(new Watermark(NOON));

    gate.setProcessingTime(1_000 + QUIET_AFTER);
    gate.setProcessingTime(1_000 + QUIET_AFTER + 1_000);

    assertThat(said())
        .containsExactly(
            new Watermark(NOON),
            new Watermark(NOON + QUIET_AFTER),
            new Watermark(NOON + QUIET_AFTER + 1_000));
  }

  @Test
  void eventTimeDoesNotGoBackWhenTheStreamWakes() throws Exception {
    gate.processWatermark(NOON);
    gate.processWatermarkStatus(WatermarkStatus.IDLE);
    gate.setProcessingTime(QUIET_AFTER + 5_000);
    gate.processWatermarkStatus(WatermarkStatus.ACTIVE);
    gate.processWatermark(NOON + 10);
    gate.setProcessingTime(10 * QUIET_AFTER);
    gate.processWatermark(NOON + QUIET_AFTER + 5_001);

    assertThat(said())
        .containsExactly(
            new Watermark(NOON),
            new Watermark(NOON + QUIET_AFTER + 5_000),
            new Watermark(NOON + QUIET_AFTER + 5_001));
  }

  @Test
  void shortPauseIsNotQuiet() throws Exception {
    gate.processWatermark(NOON);
    gate.processWatermarkStatus(WatermarkStatus.IDLE);
    gate.setProcessingTime(QUIET_AFTER - 1);
    gate.processWatermarkStatus(WatermarkStatus.ACTIVE);
    gate.processWatermarkStatus(WatermarkStatus.IDLE);
    gate.setProcessingTime(2 * QUIET_AFTER - 2);

    assertThat(said()).containsExactly(new Watermark(NOON));
  }

  @Test
  void quietStreamGoesOnAfterARestartFromWhereItStood() throws Exception {
    gate.processWatermark(NOON);
    restartFrom(gate.snapshot(1, NOON), 1, 1);
    gate.processWatermarkStatus(WatermarkStatus.IDLE);
    gate.setProcessingTime(QUIET_AFTER);

    assertThat(said()).last().isEqualTo(new Watermark(NOON + QUIET_AFTER));
  }

  @Test
  void timeThatNeverBeganDoesNotGoOn() throws Exception {
    gate.processWatermarkStatus(WatermarkStatus.IDLE);
    gate.setProcessingTime(10 * QUIET_AFTER);

    assertThat(said()).isEmpty();
  }

  @Test
  void whatIsLateForTheTimeThatWentOnGoesAside() throws Exception {
    gate.processWatermark(NOON);
    gate.processWatermarkStatus(WatermarkStatus.IDLE);
    gate.setProcessingTime(QUIET_AFTER);
    gate.processWatermarkStatus(WatermarkStatus.ACTIVE);
    comes(click(NOON + 1));
    comes(click(NOON + QUIET_AFTER));

    assertThat(late()).extracting(LateEvent::latenessMs).containsExactly(QUIET_AFTER - 1);
    assertThat(gate.extractOutputValues()).containsExactly(click(NOON + QUIET_AFTER));
  }

  /** Leaderboards may freeze nothing that another gate, not awake yet, would let through. */
  @Test
  void idlenessIsNotHandedOn() throws Exception {
    gate.processWatermarkStatus(WatermarkStatus.IDLE);
    gate.processWatermarkStatus(WatermarkStatus.ACTIVE);

    assertThat(said()).isEmpty();
  }

  /** Watermarks, and whether there are any. */
  private List<Object> said() {
    return gate.getOutput().stream()
        .filter(element -> !(element instanceof StreamRecord))
        .map(Object.class::cast)
        .toList();
  }

  private OperatorSubtaskState snapshotAt(long watermark) throws Exception {
    try (var subtask = subtask(0, 1)) {
      subtask.open();
      subtask.processWatermark(watermark);
      return subtask.snapshot(1, NOON);
    }
  }

  /** Becomes the last of {@code after} subtasks, which were {@code before}. */
  private void restartFrom(OperatorSubtaskState state, int before, int after) throws Exception {
    gate.close();
    gate = subtask(after - 1, after);
    gate.setup();
    gate.initializeState(
        AbstractStreamOperatorTestHarness.repartitionOperatorState(
            state, MAX_PARALLELISM, before, after, after - 1));
    gate.open();
  }

  private static OneInputStreamOperatorTestHarness<EnrichedInteraction, EnrichedInteraction>
      subtask(int index, int parallelism) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new LatenessGate(PopularityFixtures.windows(60_000, 5_000, LATENESS), QUIET_AFTER),
        MAX_PARALLELISM,
        parallelism,
        index);
  }

  private void comes(EnrichedInteraction interaction) throws Exception {
    gate.processElement(interaction, interaction.ts());
  }

  private List<LateEvent> late() {
    return Stream.ofNullable(gate.getSideOutput(PopularityStage.LATE))
        .flatMap(queue -> queue.stream())
        .map(StreamRecord::getValue)
        .toList();
  }

  private static EnrichedInteraction click(long ts) {
    return Fixtures.enriched("c-1", Action.CLICK, ts);
  }
}
