package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.CivilTimeEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** DATE, TIME, DATETIME and TIMESTAMP from their numbers and literals; years 1 to 9999. */
final class TimeValues {
  private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  /** An ISO instant or offset; without one it is UTC, as BigQuery reads such a literal. */
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .optionalEnd()
          .parseDefaulting(java.time.temporal.ChronoField.OFFSET_SECONDS, 0)
          .toFormatter(java.util.Locale.ROOT);

  private TimeValues() {}

  /** From days since 1970-01-01, or a literal. */
  static LocalDate date(Object scalar) {
    return read("DATE", scalar, () -> inRange(parseDate(scalar)));
  }

  private static LocalDate parseDate(Object scalar) {
    return scalar instanceof Long days
        ? LocalDate.ofEpochDay(days)
        : LocalDate.parse((String) scalar);
  }

  /** From {@link CivilTimeEncoder}'s packed number, or a literal. */
  static LocalTime time(Object scalar) {
    return read(
        "TIME",
        scalar,
        () ->
            scalar instanceof Long packed
                ? CivilTimeEncoder.decodePacked64TimeMicrosLocalTime(packed)
                : LocalTime.parse((String) scalar));
  }

  /** From {@link CivilTimeEncoder}'s packed number, or a literal. */
  static LocalDateTime dateTime(Object scalar) {
    return read(
        "DATETIME",
        scalar,
        () ->
            scalar instanceof Long packed
                ? CivilTimeEncoder.decodePacked64DatetimeMicrosLocalDateTime(packed)
                : LocalDateTime.parse(iso((String) scalar)));
  }

  /** From microseconds since 1970, or a literal. */
  static OffsetDateTime timestamp(Object scalar) {
    return read("TIMESTAMP", scalar, () -> parseTimestamp(scalar));
  }

  private static OffsetDateTime parseTimestamp(Object scalar) {
    OffsetDateTime instant =
        scalar instanceof Long micros
            ? Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC)
            : OffsetDateTime.parse(iso((String) scalar), TIMESTAMP);
    inRange(instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
    return instant;
  }

  private static String iso(String literal) {
    return literal.strip().replace(" UTC", "Z").replace(' ', 'T');
  }

  private static LocalDate inRange(LocalDate day) {
    if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
      throw new DateTimeException("out of range 0001-01-01 to 9999-12-31");
    }
    return day;
  }

  private static <T> T read(String type, Object scalar, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw new InvalidValueException("invalid " + type + " " + scalar + ": " + e.getMessage());
    }
  }
}
