package io.nowfeed.jobs.covisitation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.Visit;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Items that remember three neighbours and answer with two. */
class NeighbourKeeperTest {
  private static final long NOON = Fixtures.NOON;
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final UserHash ANN = UserHash.of("ann");

  private KeyedOneInputStreamOperatorTestHarness<Long, Visit, Neighbours> keeper;

  @BeforeEach
  void start() throws Exception {
    startFrom(null);
  }

  @AfterEach
  void stop() throws Exception {
    keeper.close();
  }

  @Test
  void itemThatKnowsNothingAnswersToo() throws Exception {
    assertThat(ask(1))
        .usingRecursiveComparison()
        .isEqualTo(new Neighbours(ANN, 42, 1, .1f, new long[0], new float[0], new int[0]));
    assertThat(keeper.numKeyedStateEntries()).as("and keeps nothing of it").isZero();
  }

  @Test
  void itemAnswersWithWhatItLearnt() throws Exception {
    learn(1, 7, 1);
    learn(1, 8, 2);
    learn(2, 9, 4);

    assertThat(ask(1))
        .usingRecursiveComparison()
        .isEqualTo(
            new Neighbours(
                ANN, 42, 1, .1f, new long[] {8, 7}, new float[] {2, 1}, new int[] {1, 1}));
  }

  @Test
  void onlyThreeAreRememberedAndOnlyTwoAreTold() throws Exception {
    learn(1, 6, 4);
    learn(1, 7, 3);
    learn(1, 8, 2);
    learn(1, 9, 1);
    assertThat(ask(1).items()).containsExactly(6, 7);

    learn(1, 8, 9);
    assertThat(ask(1).scores()).as("of 8 nothing was left").startsWith(9, 4);
  }

  @Test
  void learningAloneAnswersNobody() throws Exception {
    learn(1, 7, 1);

    assertThat(keeper.extractOutputValues()).isEmpty();
  }

  @Test
  void neighboursSurviveARestart() throws Exception {
    learn(1, 7, 1);
    OperatorSubtaskState state = keeper.snapshot(1, NOON);
    keeper.close();
    startFrom(state);
    learn(1, 8, 2);

    assertThat(ask(1).items()).containsExactly(8, 7);
  }

  @Test
  void itemThatLearnsNothingForLongForgetsAndAskingDoesNotHelp() throws Exception {
    learn(1, 7, 1);
    keeper.setStateTtlProcessingTime(NOON + RETENTION.toMillis() - 1);
    assertThat(ask(1).items()).containsExactly(7);

    keeper.setStateTtlProcessingTime(NOON + RETENTION.toMillis());
    assertThat(ask(1).items()).isEmpty();
  }

  private void learn(long item, long learned, float weight) throws Exception {
    keeper.processElement(Visit.learn(item, learned, weight, NOON), 0);
  }

  private Neighbours ask(long item) throws Exception {
    keeper.getOutput().clear();
    keeper.processElement(Visit.ask(item, ANN, 42, .1f, NOON), 0);
    return keeper.extractOutputValues().get(0);
  }

  private void startFrom(OperatorSubtaskState state) throws Exception {
    CoVisitationOptions options = new CoVisitationOptions(3, 2, Duration.ofDays(14), RETENTION);
    keeper =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new NeighbourKeeper(options)), Visit::item, Types.LONG);
    keeper.setStateTtlProcessingTime(NOON);
    keeper.setup();
    if (state != null) {
      keeper.initializeState(state);
    }
    keeper.open();
  }
}
