package io.nowfeed.bigquery.local;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What one call answers, held back as long as is ordered, in its order. No thread waits meanwhile.
 */
final class Answers<T> implements StreamObserver<T> {
  private final StreamObserver<T> observer;
  private final Faults faults;
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  /** To be made before the call's method returns. */
  Answers(StreamObserver<T> observer, Faults faults) {
    this.observer = observer;
    this.faults = faults;
    if (observer instanceof ServerCallStreamObserver<T> call) {
      // Without one, an answer to a call that the client has given up throws.
      call.setOnCancelHandler(() -> {});
    }
  }

  @Override
  public void onNext(T response) {
    send(() -> observer.onNext(response));
  }

  @Override
  public void onError(Throwable cause) {
    send(() -> observer.onError(cause));
  }

  @Override
  public void onCompleted() {
    send(observer::onCompleted);
  }

  private synchronized void send(Runnable answer) {
    Duration delay = faults.delay();
    if (waiting.isEmpty() && delay.isZero()) {
      answer.run();
      return;
    }
    waiting.add(answer);
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
        .execute(this::deliverFirst);
  }

  /** Not the one it was scheduled for, should a shorter delay have overtaken a longer one. */
  private synchronized void deliverFirst() {
    waiting.remove().run();
  }
}
