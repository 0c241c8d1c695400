package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** How a caller wants TIMESTAMP values worded. */
enum TimestampFormat {
  /** Seconds since 1970 with a fraction; what BigQuery does unless asked. */
  FLOAT64 {
    @Override
    String format(OffsetDateTime value) {
      return BigDecimal.valueOf(micros(value), MICROS_SCALE).toPlainString();
    }
  },
  /** Microseconds since 1970. */
  INT64 {
    @Override
    String format(OffsetDateTime value) {
      return String.valueOf(micros(value));
    }
  },
  ISO8601_STRING {
    @Override
    String format(OffsetDateTime value) {
      return value.toInstant().toString();
    }
  };

  private static final int MICROS_SCALE = 6;

  abstract String format(OffsetDateTime value);

  /** From a request's {@code formatOptions}. */
  static TimestampFormat of(JsonNode options) {
    return of(
        options.path("useInt64Timestamp").asText(),
        options.path("timestampOutputFormat").asText(""));
  }

  /** From a request's query parameters. */
  static TimestampFormat of(Map<String, String> query) {
    return of(
        query.getOrDefault("formatOptions.useInt64Timestamp", ""),
        query.getOrDefault("formatOptions.timestampOutputFormat", ""));
  }

  private static TimestampFormat of(String int64, String named) {
    if (Boolean.parseBoolean(int64)) {
      return INT64;
    }
    return switch (named.toUpperCase(Locale.ROOT)) {
      case "INT64" -> INT64;
      case "ISO8601_STRING" -> ISO8601_STRING;
      default -> FLOAT64;
    };
  }

  private static long micros(OffsetDateTime value) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, value.toInstant());
  }
}
