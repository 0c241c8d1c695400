package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import io.nowfeed.bigquery.local.LocalBigQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each view says of a few rows what one reckons by hand. */
class BigQueryViewsITCase {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final long DAY = 86_400;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("MMdd-HH:mm").withZone(ZoneOffset.UTC);

  @TempDir private Path folder;
  private LocalBigQuery server;
  private BigQueryConnection connection;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(folder, 0, 0);
    connection = BigQueryConnection.local("p", "d", server.grpcEndpoint(), server.restEndpoint());
    new TableSync(connection).create("US");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aUserCountsOnceAMinute() throws Exception {
    write(
        BigQueryTables.ACTIVE_USERS,
        beacon(0, 0).put("user_id", "ann").put("country", "GB"),
        beacon(1, 59).put("user_id", "ann").put("country", "GB"),
        beacon(2, 30).put("user_id", "bob").put("country", "GB"),
        beacon(3, 31).put("session_id", "ann").put("device_id", "d"),
        beacon(4, 32).put("session_id", "ann"),
        beacon(5, 33).put("device_id", "ann"),
        beacon(6, 60).put("user_id", "ann").put("country", "GB"),
        beacon(7, DAY).put("user_id", "ann").put("country", "GB"));

    assertThat(
            rows(
                "active_users_by_minute",
                "event_day, event_minute, country",
                "active_users",
                "beacons"))
        .containsExactlyInAnyOrder(
            "0301-00:00 0301-12:00 GB 2 3",
            "0301-00:00 0301-12:00 null 2 3",
            "0301-00:00 0301-12:01 GB 1 1",
            "0302-00:00 0302-12:00 GB 1 1");
  }

  @Test
  void clicksAndImpressionsOfAnItemAndOfACategory() throws Exception {
    write(
        BigQueryTables.ENRICHED_INTERACTIONS,
        interaction(0, 0, "IMPRESSION", "c-1")
            .put("content_category", "sport")
            .put("country", "GB"),
        interaction(1, 1, "IMPRESSION", "c-1")
            .put("content_category", "sport")
            .put("country", "GB"),
        interaction(2, 2, "CLICK", "c-1").put("content_category", "sport").put("country", "GB"),
        interaction(3, 3, "LIKE", "c-1").put("content_category", "sport").put("country", "GB"),
        interaction(4, 4, "IMPRESSION", "c-2")
            .put("content_category", "sport")
            .put("country", "GB"),
        interaction(5, 5, "IMPRESSION", "c-2")
            .put("content_category", "sport")
            .put("country", "NZ"),
        interaction(6, 6, "CLICK", "c-3"),
        interaction(7, DAY, "IMPRESSION", "c-1").put("content_category", "sport"));

    assertThat(
            rows(
                "click_through_by_content",
                "event_day, content_id, content_category",
                "impressions, clicks, ROUND(click_through_rate, 3)"))
        .containsExactlyInAnyOrder(
            "0301-00:00 c-1 sport 2 1 0.5",
            "0301-00:00 c-2 sport 2 0 0.0",
            "0301-00:00 c-3 null 0 1 null",
            "0302-00:00 c-1 sport 1 0 0.0");
    assertThat(
            rows(
                "click_through_by_category",
                "event_day, content_category, country",
                "impressions, clicks, ROUND(click_through_rate, 3)"))
        .containsExactlyInAnyOrder(
            "0301-00:00 sport GB 3 1 0.333",
            "0301-00:00 sport NZ 1 0 0.0",
            "0301-00:00 null null 0 1 null",
            "0302-00:00 sport null 1 0 0.0");
  }

  @Test
  void anArmHasTheClicksOfItsUsersFromTheirFirstListOn() throws Exception {
    write(
        BigQueryTables.RECOMMENDATIONS,
        list(1, 100).put("user_id", "ann").put("arm", "full"),
        list(2, 200).put("user_id", "ann").put("arm", "full"),
        list(3, 100).put("user_id", "bob").put("arm", "popular"),
        list(4, 100).put("session_id", "ann").put("arm", "popular"),
        list(5, 100).put("user_id", "moved").put("arm", "full"),
        list(6, 300).put("user_id", "moved").put("arm", "popular"));
    write(
        BigQueryTables.ENRICHED_INTERACTIONS,
        interaction(0, 99, "CLICK", "c").put("user_id", "ann"),
        interaction(1, 100, "IMPRESSION", "c").put("user_id", "ann"),
        interaction(2, 150, "IMPRESSION", "c").put("user_id", "ann"),
        interaction(3, 151, "CLICK", "c").put("user_id", "ann"),
        interaction(4, 152, "LIKE", "c").put("user_id", "ann"),
        interaction(5, 150, "IMPRESSION", "c").put("user_id", "bob"),
        interaction(6, 150, "IMPRESSION", "c").put("session_id", "ann"),
        interaction(7, 151, "CLICK", "c").put("session_id", "ann"),
        interaction(8, 150, "IMPRESSION", "c").put("user_id", "moved"),
        interaction(9, 150, "IMPRESSION", "c").put("user_id", "without-list"),
        interaction(10, DAY, "IMPRESSION", "c").put("user_id", "ann"));

    assertThat(
            rows(
                "click_through_by_arm",
                "event_day, experiment, arm",
                "users, impressions, clicks, ROUND(click_through_rate, 3)"))
        .containsExactlyInAnyOrder(
            "0301-00:00 ladder full 1 2 1 0.5",
            "0301-00:00 ladder popular 3 3 1 0.333",
            "0302-00:00 ladder full 1 1 0 0.0");
  }

  @Test
  void freshnessIsFromTheEventToTheList() throws Exception {
    JSONObject[] lists = new JSONObject[104];
    for (int i = 0; i < 101; i++) {
      lists[i] = list(i, 0).put("generated_at", micros(0) + i * 1_000L);
    }
    lists[101] = list(101, 0).put("trigger_kind", "WITHDRAWAL").put("generated_at", micros(9));
    lists[102] = list(102, 3_500).put("generated_at", micros(3_600));
    lists[103] =
        list(103, 0).put("trigger_kind", "INTERACTION").put("generated_at", micros(0) + 7_999);
    write(BigQueryTables.RECOMMENDATIONS, lists);

    assertThat(
            rows(
                "freshness_by_hour",
                "list_day, list_hour",
                "trigger_kind, lists, p50_ms, p90_ms, p99_ms, max_ms"))
        .containsExactlyInAnyOrder(
            "0301-00:00 0301-12:00 BEACON 101 50 90 99 100",
            "0301-00:00 0301-12:00 INTERACTION 1 7 7 7 7",
            "0301-00:00 0301-13:00 BEACON 1 100000 100000 100000 100000");
  }

  @Test
  void ofAWindowTheBoardThatWasPublishedLast() throws Exception {
    write(
        BigQueryTables.POPULARITY,
        board("global", 0, 61, "a", "b"),
        board("global", 0, 90, "b", "a"),
        board("global", 60, 121, "c"),
        board("country=GB", 0, 61, "a"),
        board("country=NZ", 0, 61));

    assertThat(rows("top_content", "segment, window_start", "rank, content_id, score, clicks"))
        .containsExactlyInAnyOrder(
            "global 0301-12:00 1 b 9.0 1",
            "global 0301-12:00 2 a 8.0 2",
            "global 0301-12:01 1 c 9.0 1",
            "country=GB 0301-12:00 1 a 9.0 1");
  }

  @Test
  void everyInputIsCountedOnceAndWhatIsMissingOrRepeatedIsSeen() throws Exception {
    write(
        BigQueryTables.ENRICHED_INTERACTIONS,
        // Partition 0: 3, 4 twice, 6 an hour later, of the day before by the phone's clock.
        taken(interaction(3, 0, "CLICK", "c"), 0),
        taken(interaction(4, 0, "CLICK", "c"), 1),
        taken(interaction(4, 0, "CLICK", "c"), 1),
        taken(interaction(6, -DAY, "CLICK", "c"), 3_600),
        taken(interaction(9, 0, "CLICK", "c"), 3_601),
        taken(interaction(5, 0, "CLICK", "c").put("origin_partition", 1), 0));
    write(BigQueryTables.ACTIVE_USERS, taken(beacon(3, 0), 0), beacon(4, 7_200));
    write(BigQueryTables.RELEVANCE, measured(7), measured(7), measured(7), measured(8));

    assertThat(
            rows(
                "reconciliation",
                "input_hour, table_name, origin_topic, origin_partition",
                "row_count, distinct_offsets, repeated_rows, missing_offsets, first_offset,"
                    + " last_offset"))
        .containsExactlyInAnyOrder(
            "0301-12:00 enriched_interactions interactions 0 3 2 1 0 3 4",
            "0301-13:00 enriched_interactions interactions 0 2 2 0 3 6 9",
            "0301-12:00 enriched_interactions interactions 1 1 1 0 0 5 5",
            "0301-12:00 active_users beacons 0 1 1 0 0 3 3",
            "0301-14:00 active_users beacons 0 1 1 0 0 4 4");
    assertThat(
            rows(
                "repeated_rows",
                "table_name, origin_topic",
                "origin_partition, origin_offset, copies"))
        .containsExactlyInAnyOrder(
            "enriched_interactions interactions 0 4 2", "relevance interactions 0 7 3");
  }

  private static JSONObject beacon(long offset, long second) {
    return event("beacons", offset, second);
  }

  private static JSONObject interaction(long offset, long second, String action, String content) {
    return event("interactions", offset, second).put("action", action).put("content_id", content);
  }

  private static JSONObject measured(long offset) {
    return interaction(offset, 0, "CLICK", "c").put("engaged_before", 0);
  }

  private static JSONObject event(String topic, long offset, long second) {
    return new JSONObject()
        .put("event_id", "e-" + offset)
        .put("event_time", micros(second))
        .put("origin_topic", topic)
        .put("origin_partition", 0)
        .put("origin_offset", offset);
  }

  private static JSONObject taken(JSONObject event, long second) {
    return event.put("ingested_at", micros(second));
  }

  private static JSONObject list(long version, long second) {
    return new JSONObject()
        .put("version", version)
        .put("generated_at", micros(second))
        .put("trigger_kind", "BEACON")
        .put("trigger_time", micros(second))
        .put("experiment", "ladder")
        .put("arm", "full");
  }

  private static JSONObject board(
      String segment, long start, long published, String... contentIds) {
    JSONArray items = new JSONArray();
    for (String id : contentIds) {
      int rank = items.length() + 1;
      items.put(
          new JSONObject()
              .put("rank", rank)
              .put("content_id", id)
              .put("score", 10. - rank)
              .put("clicks", rank));
    }
    return new JSONObject()
        .put("segment", segment)
        .put("window_size", "1m")
        .put("window_start", micros(start))
        .put("window_end", micros(start + 60))
        .put("items", items)
        .put("published_at", micros(published));
  }

  private static long micros(long second) {
    return (NOON.getEpochSecond() + second) * 1_000_000;
  }

  private void write(String table, JSONObject... rows) throws Exception {
    try (BigQueryWriteClient client = connection.writeClient();
        JsonStreamWriter writer =
            JsonStreamWriter.newBuilder(connection.tablePath(table), client).build()) {
      assertThat(writer.append(new JSONArray(rows)).get().hasError()).isFalse();
    }
  }

  private List<String> rows(String view, String keys, String... values) throws Exception {
    String sql = "SELECT " + keys + ", " + String.join(", ", values) + " FROM `p.d." + view + "`";
    List<String> rows = new ArrayList<>();
    for (FieldValueList row :
        connection.restClient().query(QueryJobConfiguration.of(sql)).iterateAll()) {
      rows.add(String.join(" ", row.stream().map(BigQueryViewsITCase::text).toList()));
    }
    return rows;
  }

  /** Moments, which come as seconds, as month, day, hour and minute. */
  private static String text(FieldValue value) {
    String text = String.valueOf(value.getValue());
    return text.matches("\\d{10}\\.\\d{6}") ? MINUTE.format(value.getTimestampInstant()) : text;
  }
}
