package io.nowfeed.bench.bigquery;

import java.time.Instant;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;

/** A row like those of enriched_interactions: mostly short texts, some numbers and times. */
record Visit(
    long number,
    String eventId,
    String userId,
    String contentId,
    String action,
    Instant eventTime,
    long dwellMs,
    String country,
    String language,
    double score,
    List<String> interests,
    String originTopic,
    int originPartition,
    long originOffset,
    Instant ingestedAt) {

  private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00Z");
  private static final List<String> ACTIONS = List.of("IMPRESSION", "CLICK", "WATCH", "LIKE");
  private static final List<String> COUNTRIES = List.of("GB", "IN", "ID", "NZ", "US", "BR");
  private static final List<String> LANGUAGES = List.of("en", "hi", "id", "pt");
  private static final List<String> INTERESTS = List.of("news", "sport", "games", "music", "film");

  /** The row of a number, the same each time. */
  static Visit of(long number) {
    Instant time = FIRST.plusMillis(number * 7);
    return new Visit(
        number,
        "e-" + Long.toHexString(number * 0x9E3779B97F4A7C15L),
        "u-" + number % 50_000,
        "c-" + number % 20_000,
        pick(ACTIONS, number),
        time,
        number % 90_000,
        pick(COUNTRIES, number),
        pick(LANGUAGES, number),
        number % 1_000 / 8.0,
        List.of(pick(INTERESTS, number), pick(INTERESTS, number + 2)),
        "interactions",
        (int) (number % 8),
        number / 8,
        time.plusNanos(43_210_000));
  }

  private static String pick(List<String> words, long number) {
    return words.get((int) (number % words.size()));
  }

  /** The row as JsonStreamWriter takes it quickest: times as microseconds, numbers as numbers. */
  JSONObject toJson() {
    return new JSONObject()
        .put("number", number)
        .put("event_id", eventId)
        .put("user_id", userId)
        .put("content_id", contentId)
        .put("action", action)
        .put("event_time", micros(eventTime))
        .put("dwell_ms", dwellMs)
        .put("country", country)
        .put("language", language)
        .put("score", score)
        .put("interests", new JSONArray(interests))
        .put("origin_topic", originTopic)
        .put("origin_partition", originPartition)
        .put("origin_offset", originOffset)
        .put("ingested_at", micros(ingestedAt));
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }
}
