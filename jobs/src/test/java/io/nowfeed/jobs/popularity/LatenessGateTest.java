package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.LateEvent;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which interactions the gate lets through: windows of 60 s by 5 s, 20 s of lateness. */
class LatenessGateTest {
  private static final long NOON = Fixtures.NOON;
  private static final long PANE_END = NOON + 5_000;
  private static final long LATENESS = 20_000;

  private OneInputStreamOperatorTestHarness<EnrichedInteraction, EnrichedInteraction> gate;

  @BeforeEach
  void start() throws Exception {
    gate =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new LatenessGate(new Windows(60_000, 5_000, LATENESS))));
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
