package io.nowfeed.sinks.bigquery;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import java.util.concurrent.ExecutionException;

/** Calls to the Storage Write API that a task can be cancelled out of. */
final class StorageCalls {
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
