package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.LongUnaryOperator;

/** Units and ranges of the columns that are whole numbers on the wire. */
final class ColumnUnits {
  // What TIMESTAMP and DATE can hold: the years 1 to 9999.
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long FIRST_MILLIS = FIRST_DAY * 86_400_000;
  private static final long LAST_MILLIS = (LAST_DAY + 1) * 86_400_000 - 1;

  private ColumnUnits() {}

  /** From our unit to BigQuery's; throws IllegalArgumentException outside of the range. */
  static LongUnaryOperator ofColumn(TableFieldSchema.Type type) {
    return switch (type) {
      case TIMESTAMP -> ColumnUnits::millisToMicros;
      case DATE -> ColumnUnits::days;
      default -> LongUnaryOperator.identity();
    };
  }

  static long millisToMicros(long millis) {
    if (millis < FIRST_MILLIS || millis > LAST_MILLIS) {
      throw new IllegalArgumentException(
          millis + " epoch milliseconds is no TIMESTAMP: the years 1 to 9999 are");
    }
    return millis * 1_000;
  }

  static long instantToMicros(Instant instant) {
    long micros = millisToMicros(Math.multiplyExact(instant.getEpochSecond(), 1_000L));
    return micros + instant.getNano() / 1_000;
  }

  static long days(long epochDays) {
    if (epochDays < FIRST_DAY || epochDays > LAST_DAY) {
      throw new IllegalArgumentException(
          epochDays + " epoch days is no DATE: the years 1 to 9999 are");
    }
    return epochDays;
  }
}
