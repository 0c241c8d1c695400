package io.nowfeed.sinks.bigquery;

import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.StatusCode;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;

/**
 * How BigQuery is asked again for what it did not do: after pauses that double from the first to
 * the longest, each shortened at random so that the subtasks do not all come back at once.
 *
 * @param firstPause before the second attempt, at most
 * @param longestPause between two attempts, at most
 * @param callTimeout how long a single call may take
 * @param giveUpAfter how long one failing call is repeated; then the job fails, and Flink's restart
 *     strategy takes over
 */
record RetryLimits(
    Duration firstPause, Duration longestPause, Duration callTimeout, Duration giveUpAfter)
    implements Serializable {
  /** BigQuery gives quotas back within minutes; a longer wait would hide an outage. */
  static final RetryLimits DEFAULT =
      new RetryLimits(
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofMinutes(2));

  /** Answers after which the same call may succeed. */
  static final Set<StatusCode.Code> PASSING =
      Set.of(
          StatusCode.Code.UNAVAILABLE,
          StatusCode.Code.RESOURCE_EXHAUSTED,
          StatusCode.Code.ABORTED,
          StatusCode.Code.INTERNAL,
          StatusCode.Code.DEADLINE_EXCEEDED,
          StatusCode.Code.CANCELLED);

  RetryLimits {
    if (giveUpAfter.isNegative() || giveUpAfter.isZero()) {
      throw new IllegalArgumentException("retryFor must be above zero, and is " + giveUpAfter);
    }
  }

  /** These limits with another time to give up. */
  RetryLimits upTo(Duration duration) {
    return new RetryLimits(firstPause, longestPause, callTimeout, duration);
  }

  /** These limits with another time for a single call. */
  RetryLimits withPatience(Duration duration) {
    return new RetryLimits(firstPause, longestPause, duration, giveUpAfter);
  }

  /** The same in the client's words, with the time that a single call may take. */
  RetrySettings settings() {
    return RetrySettings.newBuilder()
        .setInitialRetryDelayDuration(firstPause)
        .setRetryDelayMultiplier(2)
        .setMaxRetryDelayDuration(longestPause)
        .setInitialRpcTimeoutDuration(callTimeout)
        .setMaxRpcTimeoutDuration(callTimeout)
        .setTotalTimeoutDuration(giveUpAfter)
        .build();
  }
}
