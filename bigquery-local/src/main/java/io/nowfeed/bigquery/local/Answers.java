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

  /** When the last of those that wait is sent, as {@link System#nanoTime}. */
  private long lastDue;

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
    long now = System.nanoTime();
    // One behind others has to wait for them, whatever its own delay.
    long wait = waiting.isEmpty() ? delay.toNanos() : Math.max(delay.toNanos(), lastDue - now);
    lastDue = now + wait;
    waiting.add(answer);
    CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS).execute(this::deliverFirst);
  }

  /** Of two that are due at once the executor may begin with either. */
  private synchronized void deliverFirst() {
    waiting.remove().run();
  }
}
