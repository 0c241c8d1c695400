package io.nowfeed.local.replay;

import io.nowfeed.events.EventDecoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** How a file writes the time of an event. */
final class TimestampFormat {
  /** What {@link #millis} returns for a text that is no time. */
  static final long NONE = Long.MIN_VALUE;

  static final String EPOCH_MILLIS = "epoch-millis";
  static final String EPOCH_SECONDS = "epoch-seconds";

  private final String pattern;
  private final ZoneId zone;
  private final DateTimeFormatter formatter;

  private TimestampFormat(String pattern, ZoneId zone, DateTimeFormatter formatter) {
    this.pattern = pattern;
    this.zone = zone;
    this.formatter = formatter;
  }

  /**
   * A format.
   *
   * @param pattern {@code epoch-millis}, {@code epoch-seconds} or a {@link DateTimeFormatter}
   *     pattern
   * @param zone the zone of times that name none
   * @param where for error texts: the mapping's name
   */
  static TimestampFormat of(String pattern, String zone, String where) {
    boolean number = pattern.equals(EPOCH_MILLIS) || pattern.equals(EPOCH_SECONDS);
    try {
      DateTimeFormatter formatter =
          number ? null : DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
      return new TimestampFormat(pattern, ZoneId.of(zone), formatter);
    } catch (DateTimeException e) {
      throw new ReplayException(
          where + ": timestamp.zone '" + zone + "' is no time zone; write one like Europe/London",
          e);
    } catch (IllegalArgumentException e) {
      throw new ReplayException(
          where
              + ": timestamp.pattern '"
              + pattern
              + "' is none: "
              + e.getMessage()
              + ". Write "
              + EPOCH_MILLIS
              + ", "
              + EPOCH_SECONDS
              + " or a pattern like yyyy-MM-dd HH:mm:ss",
          e);
    }
  }

  /** Epoch milliseconds, or {@link #NONE} where the text is no time an event can have. */
  long millis(String text) {
    long millis = parse(text);
    return millis < EventDecoder.EARLIEST_TS ? NONE : millis;
  }

  private long parse(String text) {
    try {
      return switch (pattern) {
        case EPOCH_MILLIS -> Long.parseLong(text);
        case EPOCH_SECONDS -> Math.round(Double.parseDouble(text) * 1000);
        default -> millis(formatter.parse(text));
      };
    } catch (NumberFormatException | DateTimeException e) {
      return NONE;
    }
  }

  /** By what is there, not by trial: an exception a row would cost more than the row. */
  private long millis(TemporalAccessor time) {
    if (time.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(time).toEpochMilli();
    }
    LocalDate day = LocalDate.from(time);
    LocalTime clock = time.query(TemporalQueries.localTime());
    LocalDateTime local = day.atTime(clock == null ? LocalTime.MIDNIGHT : clock);
    return local.atZone(zone).toInstant().toEpochMilli();
  }
}
