package io.nowfeed.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class AcceptStageTest {
  private static final long NOON = Fixtures.NOON;

  @Test
  void eventsGoOnAndDeadLettersGoAside() throws Exception {
    UserEvent first = JobFixtures.beacon("b-1", "ann", NOON);
    UserEvent second = JobFixtures.beacon("b-2", "bob", NOON + 1);
    DeadLetter letter = Fixtures.deadLetter();
    try (var accept =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new AcceptStage.Accept<UserEvent>()))) {
      accept.open();
      accept.processElement(Inbound.of(first), NOON);
      accept.processElement(Inbound.refused(letter), Long.MIN_VALUE);
      accept.processElement(Inbound.of(second), NOON + 1);

      assertThat(accept.extractOutputStreamRecords().toArray())
          .as("in order, with their event time")
          .containsExactly(new StreamRecord<>(first, NOON), new StreamRecord<>(second, NOON + 1));
      assertThat(accept.getSideOutput(AcceptStage.DEAD_LETTERS))
          .extracting(StreamRecord::getValue)
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactly(letter);
    }
  }
}
