package io.nowfeed.local.traffic;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells threads to stop, and is what they wait on, so that no wait outlives it. Thread-safe. */
public final class StopSignal {
  private final CountDownLatch latch = new CountDownLatch(1);

  /** Ends all waits, now and later. */
  public void stop() {
    latch.countDown();
  }

  /** Whether {@link #stop} was called. */
  public boolean isStopped() {
    return latch.getCount() == 0;
  }

  /**
   * Waits.
   *
   * @return true as soon as stopped (an interrupt counts as such), false after {@code millis}
   */
  public boolean await(long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      return true;
    }
  }
}
