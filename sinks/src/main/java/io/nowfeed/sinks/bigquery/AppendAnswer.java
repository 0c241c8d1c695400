package io.nowfeed.sinks.bigquery;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What BigQuery made of an append, and what that means for its sender.
 *
 * @param outcome what to do about it
 * @param offset where the rows are; -1 if it did not say
 * @param refusal what it answered instead of storing the rows, else null
 */
record AppendAnswer(Outcome outcome, long offset, Throwable refusal) {
  // The client gives an append up after five minutes; this is for one that it has lost sight of.
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(6);
  private static final int ROW_ERRORS_SHOWN = 3;

  enum Outcome {
    /** BigQuery holds the rows. */
    STORED,
    /** It names the rows that it cannot take, and took none. */
    ROWS_REFUSED,
    /** The same append may succeed later. */
    TRY_AGAIN,
    /** Rows before these are missing. */
    OUT_OF_RANGE,
    /** Only another attempt of the job can help, or a person. */
    FAILED
  }

  /** Waits for it, as long as the client should ever take. */
  static AppendAnswer await(ApiFuture<AppendRowsResponse> append) throws InterruptedException {
    return await(append, ANSWERED_WITHIN);
  }

  /** Waits for it; no answer by then is FAILED. */
  static AppendAnswer await(ApiFuture<AppendRowsResponse> append, Duration atMost)
      throws InterruptedException {
    try {
      AppendRowsResponse.AppendResult result =
          append.get(atMost.toMillis(), TimeUnit.MILLISECONDS).getAppendResult();
      long offset = result.hasOffset() ? result.getOffset().getValue() : -1;
      return new AppendAnswer(Outcome.STORED, offset, null);
    } catch (ExecutionException e) {
      return new AppendAnswer(outcomeOf(e.getCause()), -1, e.getCause());
    } catch (TimeoutException e) {
      TimeoutException silence =
          new TimeoutException("the BigQuery client has not answered within " + atMost);
      return new AppendAnswer(Outcome.FAILED, -1, silence);
    }
  }

  private static Outcome outcomeOf(Throwable refusal) {
    if (refusal instanceof Exceptions.OffsetAlreadyExists) {
      // Nobody else writes to this stream, and no offset is given away again to other rows once an
      // answer was lost (AppendStream). So the rows there are these.
      return Outcome.STORED;
    }
    if (refusal instanceof Exceptions.AppendSerializtionError rows
        && !rows.getRowIndexToErrorMessage().isEmpty()) {
      return Outcome.ROWS_REFUSED;
    }
    if (refusal instanceof Exceptions.OffsetOutOfRange) {
      return Outcome.OUT_OF_RANGE;
    }
    return isPassing(refusal) ? Outcome.TRY_AGAIN : Outcome.FAILED;
  }

  private static boolean isPassing(Throwable refusal) {
    if (refusal instanceof Exceptions.StreamWriterClosedException) {
      return true; // not sent at all, or together with one that says why
    }
    String code = Status.fromThrowable(refusal).getCode().name();
    return RetryLimits.PASSING.contains(StatusCode.Code.valueOf(code));
  }

  /** The refused rows of the append by their place in it, and why. */
  Map<Integer, String> rowErrors() {
    return refusal instanceof Exceptions.AppendSerializtionError rows
        ? new TreeMap<>(rows.getRowIndexToErrorMessage())
        : Map.of();
  }

  /** Why it was not stored, in words. */
  String reason() {
    StringBuilder reason = new StringBuilder(String.valueOf(refusal.getMessage()));
    rowErrors().entrySet().stream()
        .limit(ROW_ERRORS_SHOWN)
        .forEach(
            row ->
                reason.append("; row ").append(row.getKey()).append(": ").append(row.getValue()));
    return reason.toString();
  }
}
