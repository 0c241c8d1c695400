package io.nowfeed.sinks.bigquery;

import com.google.api.core.ApiFuture;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Calls to the Storage Write API that a task can be cancelled out of. */
final class StorageCalls {
  /**
   * How the client repeats a call that found BigQuery unavailable. After a minute the job fails and
   * Flink's restart strategy takes over: a longer wait would hide the outage.
   */
  static final RetrySettings RETRY =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(100))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(10))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(20))
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(20))
          .setTotalTimeoutDuration(Duration.ofMinutes(1))
          .build();

  private StorageCalls() {}

  /**
   * The call's result. Unlike the client's blocking methods it gives way to an interrupt, which is
   * how Flink cancels a task.
   *
   * @throws ApiException what BigQuery answered, if not the result
   */
  static <T> T await(ApiFuture<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (InterruptedException e) {
      call.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException answer) {
        throw answer;
      }
      throw new IllegalStateException("The BigQuery client failed", e.getCause());
    }
  }

  static boolean answered(ApiException answer, StatusCode.Code code) {
    return answer.getStatusCode().getCode() == code;
  }
}
