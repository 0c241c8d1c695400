package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final Duration LATER = Duration.ofMillis(300);

  private final Faults faults = new Faults();
  private final Received received = new Received();
  private final Answers<String> answers = new Answers<>(received, faults);

  @Test
  void anAnswerKeepsTheDelayItWasGivenAndThoseBehindWaitForIt() {
    long start = System.nanoTime();
    faults.delay(LATER);
    answers.onNext("held");
    faults.delay(Duration.ZERO);
    answers.onNext("behind");
    answers.onCompleted();

    await().until(() -> received.all.size() == 3);

    assertThat(received.all)
        .extracting(Answer::text)
        .containsExactly("held", "behind", "completed");
    assertThat(received.all)
        .allSatisfy(
            answer ->
                assertThat(Duration.ofNanos(answer.at() - start)).isGreaterThanOrEqualTo(LATER));
  }

  @Test
  void withoutADelayTheyComeAtOnce() {
    answers.onNext("first");
    answers.onCompleted();

    assertThat(received.all).extracting(Answer::text).containsExactly("first", "completed");
  }

  private record Answer(String text, long at) {}

  private static final class Received implements StreamObserver<String> {
    private final List<Answer> all = new CopyOnWriteArrayList<>();

    @Override
    public void onNext(String text) {
      all.add(new Answer(text, System.nanoTime()));
    }

    @Override
    public void onError(Throwable cause) {
      all.add(new Answer(cause.toString(), System.nanoTime()));
    }

    @Override
    public void onCompleted() {
      all.add(new Answer("completed", System.nanoTime()));
    }
  }
}
