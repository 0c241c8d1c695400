package io.nowfeed.sinks.bigquery;

import com.google.api.core.NanoClock;
import com.google.api.gax.retrying.ExponentialRetryAlgorithm;
import com.google.api.gax.retrying.TimedAttemptSettings;

/** The pauses between attempts at the same thing. For one thread. */
final class Backoff {
  private final ExponentialRetryAlgorithm algorithm;
  private TimedAttemptSettings attempt;

  Backoff(RetryLimits limits) {
    algorithm = new ExponentialRetryAlgorithm(limits.settings(), NanoClock.getDefaultClock());
  }

  /**
   * Waits before another attempt; gives way to an interrupt, which is how Flink cancels a task.
   *
   * @return false, without waiting, if it is time to give up
   */
  boolean pause() throws InterruptedException {
    if (attempt == null) {
      attempt = algorithm.createFirstAttempt();
    }
    attempt = algorithm.createNextAttempt(attempt);
    if (!algorithm.shouldRetry(attempt)) {
      return false;
    }
    Thread.sleep(attempt.getRandomizedRetryDelayDuration().toMillis());
    return true;
  }

  /** It worked: the next failure is a first one. */
  void reset() {
    attempt = null;
  }
}
