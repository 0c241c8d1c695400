package io.nowfeed.jobs.covisitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.flow.Engagement;
import io.nowfeed.jobs.flow.ToItem;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.Visit;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much items learn: 1/√distance · 1/√(count + 10), with counts that halve in a day. */
class EngagementCounterTest {
  private static final long NOON = Fixtures.NOON;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration RETENTION = Duration.ofDays(30);

  private KeyedOneInputStreamOperatorTestHarness<Long, ToItem, Visit> counter;

  @BeforeEach
  void start() throws Exception {
    startFrom(null);
  }

  @AfterEach
  void stop() throws Exception {
    counter.close();
  }

  @Test
  void itemsOfBeforeLearnTheLessTheFartherTheyAre() throws Exception {
    assertThat(weights(engaged(7, NOON, 1, 2, 3)))
        .containsExactly(new float[] {weight(1, 1), weight(2, 1), weight(3, 1)}, within(1e-6f));
  }

  @Test
  void eachLearnsTheItemAtItsTime() throws Exception {
    assertThat(engaged(7, NOON, 1, 2))
        .containsExactly(
            Visit.learn(1, 7, weight(1, 1), NOON), Visit.learn(2, 7, weight(2, 1), NOON));
  }

  @Test
  void moreEngagementsWithTheItemCountLessEach() throws Exception {
    engaged(7, NOON);
    engaged(7, NOON);
    engaged(8, NOON);

    assertThat(weights(engaged(7, NOON, 1))).containsExactly(weight(1, 3));
  }

  @Test
  void countHalvesInAHalfLifeAndALateOneCountsAsMuch() throws Exception {
    engaged(7, NOON);
    assertThat(weights(engaged(7, NOON + DAY.toMillis(), 1)))
        .containsExactly(new float[] {weight(1, 1.5)}, within(1e-6f));

    assertThat(weights(engaged(7, NOON, 1)))
        .as("1.5 of a day later, and a half")
        .containsExactly(new float[] {weight(1, 2)}, within(1e-6f));
  }

  @Test
  void questionPassesThroughAndCountsNothing() throws Exception {
    Visit question = Visit.ask(7, UserHash.of("ann"), 1, 1, NOON);

    assertThat(tell(ToItem.of(question))).containsExactly(question);
    assertThat(weights(engaged(7, NOON, 1))).containsExactly(weight(1, 1));
  }

  @Test
  void countSurvivesARestartAndIsForgottenAfterItsRetention() throws Exception {
    engaged(7, NOON);
    OperatorSubtaskState state = counter.snapshot(1, NOON);
    counter.close();
    startFrom(state);
    assertThat(weights(engaged(7, NOON, 1))).containsExactly(weight(1, 2));

    counter.setStateTtlProcessingTime(NOON + RETENTION.toMillis());
    assertThat(weights(engaged(7, NOON, 1))).containsExactly(weight(1, 1));
  }

  private static float weight(int distance, double count) {
    return (float) (1 / Math.sqrt(distance) / Math.sqrt(count + 10));
  }

  private List<Visit> engaged(long item, long ts, long... before) throws Exception {
    return tell(ToItem.of(new Engagement(item, before, ts)));
  }

  private List<Visit> tell(ToItem told) throws Exception {
    counter.getOutput().clear();
    counter.processElement(told, 0);
    return counter.extractOutputValues();
  }

  private static float[] weights(List<Visit> visits) {
    float[] weights = new float[visits.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = visits.get(i).weight();
    }
    return weights;
  }

  private void startFrom(OperatorSubtaskState state) throws Exception {
    CoVisitationOptions options = new CoVisitationOptions(100, 50, DAY, RETENTION);
    counter =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new EngagementCounter(options)), ToItem::item, Types.LONG);
    counter.setStateTtlProcessingTime(NOON);
    counter.setup();
    if (state != null) {
      counter.initializeState(state);
    }
    counter.open();
  }
}
