package io.nowfeed.jobs.analytics;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.jobs.flow.Result;
import io.nowfeed.sinks.bigquery.RefusedRow;
import java.time.Clock;

/** Dead letters of results that a table does not take. */
public final class RefusedResult {
  private RefusedResult() {}

  /**
   * The dead letter of a refused row. It holds no value: the record is at its coordinates, as long
   * as its topic keeps it.
   *
   * @param stage the uid of the sink
   * @param clock stamps it
   */
  public static DeadLetter of(RefusedRow<? extends Result<?>> refused, String stage, Clock clock) {
    Result<?> result = refused.row();
    return new DeadLetter(
        result.place().topic(),
        result.place().partition(),
        result.place().offset(),
        result.writtenAt(),
        result.key(),
        null,
        result.valueSize(),
        stage,
        reason(refused.reason()),
        "table " + refused.table() + " does not take its row: " + refused.detail(),
        clock.millis());
  }

  private static DeadLetterReason reason(RefusedRow.Reason reason) {
    return switch (reason) {
      case TOO_LARGE -> DeadLetterReason.TOO_LARGE;
      case NOT_ENCODABLE, REFUSED_BY_BIGQUERY -> DeadLetterReason.REFUSED_BY_TABLE;
    };
  }
}
