package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each type in by JsonStreamWriter, out by the REST client's getters. */
class TypesITCase {
  private static final long MICROS = 1_709_168_523_000_004L;

  @TempDir private Path dir;
  private LocalBigQuery server;
  private OfficialClients clients;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    clients = OfficialClients.of(server);
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    server.close();
  }

  @Test
  void scalarsComeBackAsTheyWent() throws Exception {
    FieldValueList row = roundTrip(scalarTable(), scalars());

    assertThat(row.get("i").getLongValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(row.get("s").getStringValue()).isEqualTo("añ 😀");
    assertThat(row.get("f").getDoubleValue()).isEqualTo(1.25e-300);
    assertThat(row.get("b").getBooleanValue()).isTrue();
    assertThat(row.get("raw").getBytesValue()).containsExactly(0, -1, 7);
    assertThat(row.get("ts").getTimestampValue()).isEqualTo(MICROS);
    assertThat(row.get("d").getStringValue()).isEqualTo("2024-02-29");
    assertThat(row.get("t").getStringValue()).isEqualTo("23:59:59.999999");
    assertThat(row.get("dt").getStringValue()).isEqualTo("2024-02-29T01:02:03.000004");
    assertThat(row.get("n").getNumericValue()).isEqualTo(new BigDecimal("-12.500000001"));
    assertThat(row.get("bn").getNumericValue()).isEqualTo(new BigDecimal("0.000000000000000001"));
    assertThat(row.get("js").getStringValue()).isEqualTo("{\"k\":[1,null]}");
    assertThat(row.get("g").getStringValue()).isEqualTo("POINT(1 2)");
  }

  @Test
  void absentScalarsAreNull() throws Exception {
    FieldValueList row = roundTrip(scalarTable(), new JSONObject().put("s", "only"));
    assertThat(row.stream().filter(FieldValue::isNull)).hasSize(row.size() - 1);
  }

  @Test
  void resultSchemaNamesBigQuerysTypes() throws Exception {
    scalarTable();
    QueryJobConfiguration query = QueryJobConfiguration.of("SELECT * FROM analytics.wide");
    Schema schema = clients.rest().query(query).getSchema();
    assertThat(schema.getFields())
        .extracting(field -> field.getType().getStandardType().name())
        .containsExactly(
            "INT64",
            "STRING",
            "FLOAT64",
            "BOOL",
            "BYTES",
            "TIMESTAMP",
            "DATE",
            "TIME",
            "DATETIME",
            "NUMERIC",
            "BIGNUMERIC",
            "JSON",
            "STRING");
  }

  @Test
  void recordsAndArraysNest() throws Exception {
    String table = clients.createTable("wide", tags(), origin(), items());
    JSONObject sent =
        new JSONObject()
            .put("tags", List.of("x", "y"))
            .put(
                "origin", new JSONObject().put("topic", "beacons").put("partitions", List.of(1, 2)))
            .put(
                "items",
                new JSONArray().put(item("a", 1.5, MICROS)).put(item("b", 2.5, MICROS + 1)));

    FieldValueList row = roundTrip(table, sent);

    assertThat(texts(row.get("tags"))).containsExactly("x", "y");
    FieldValueList origin = row.get("origin").getRecordValue();
    assertThat(origin.get("topic").getStringValue()).isEqualTo("beacons");
    assertThat(texts(origin.get("partitions"))).containsExactly("1", "2");
    FieldValueList second = row.get("items").getRepeatedValue().get(1).getRecordValue();
    // The client knows members of repeated records by position only.
    assertThat(second.get(0).getStringValue()).isEqualTo("b");
    FieldValueList score = second.get(1).getRecordValue();
    assertThat(score.get(0).getDoubleValue()).isEqualTo(2.5);
    assertThat(score.get(1).getNumericValue()).isEqualTo(new BigDecimal("0.5"));
    assertThat(second.get(2).getTimestampValue()).isEqualTo(MICROS + 1);
  }

  @Test
  void arraysOfRecordsNestInArraysOfRecords() throws Exception {
    Field lists =
        Field.newBuilder(
                "lists",
                StandardSQLTypeName.STRUCT,
                Field.of("name", StandardSQLTypeName.STRING),
                items())
            .setMode(Field.Mode.REPEATED)
            .build();
    JSONArray two = new JSONArray().put(item("a", 1.5, MICROS)).put(item("b", 2.5, MICROS));
    JSONArray sent =
        new JSONArray()
            .put(new JSONObject().put("name", "full").put("items", two))
            .put(new JSONObject().put("name", "empty").put("items", new JSONArray()));

    FieldValueList row =
        roundTrip(clients.createTable("wide", lists), new JSONObject().put("lists", sent));

    List<FieldValue> read = row.get("lists").getRepeatedValue();
    assertThat(read).hasSize(2);
    FieldValueList full = read.get(0).getRecordValue();
    assertThat(full.get(0).getStringValue()).isEqualTo("full");
    FieldValueList last = full.get(1).getRepeatedValue().get(1).getRecordValue();
    assertThat(last.get(0).getStringValue()).isEqualTo("b");
    assertThat(last.get(1).getRecordValue().get(0).getDoubleValue()).isEqualTo(2.5);
    assertThat(read.get(1).getRecordValue().get(1).getRepeatedValue()).isEmpty();
    assertThat(
            clients
                .query(
                    "SELECT i.content_id FROM analytics.wide, UNNEST(lists) AS l(l),"
                        + " UNNEST(l.items) AS i(i) ORDER BY 1")
                .stream()
                .map(found -> found.get(0).getStringValue()))
        .containsExactly("a", "b");
  }

  @Test
  void absentArraysAreEmptyAndAbsentRecordsNull() throws Exception {
    String table = clients.createTable("wide", tags(), origin(), items());
    FieldValueList row = roundTrip(table, new JSONObject().put("origin", new JSONObject()));
    assertThat(row.get("tags").getRepeatedValue()).isEmpty();
    assertThat(row.get("items").getRepeatedValue()).isEmpty();

    FieldValueList other = roundTrip(table, new JSONObject().put("tags", List.of("z")));
    assertThat(other.get("origin").isNull()).isTrue();
  }

  @Test
  void arraysOfEveryScalar() throws Exception {
    Field[] columns =
        Arrays.stream(scalarColumns())
            .map(column -> column.toBuilder().setMode(Field.Mode.REPEATED).build())
            .toArray(Field[]::new);
    String table = clients.createTable("wide", columns);
    JSONObject sent = new JSONObject();
    JSONObject scalars = scalars();
    scalars.keySet().forEach(name -> sent.put(name, new JSONArray().put(scalars.get(name))));

    FieldValueList row = roundTrip(table, sent);

    assertThat(row.stream().map(TypesITCase::texts))
        .containsExactly(
            List.of(String.valueOf(Long.MIN_VALUE)),
            List.of("añ 😀"),
            List.of("1.25E-300"),
            List.of("true"),
            List.of("AP8H"),
            List.of("1709168523.000004"),
            List.of("2024-02-29"),
            List.of("23:59:59.999999"),
            List.of("2024-02-29T01:02:03.000004"),
            List.of("-12.500000001"),
            List.of("0.000000000000000001"),
            List.of("{\"k\":[1,null]}"),
            List.of("POINT(1 2)"));
  }

  /** 02:30 on that day does not exist in New York, where the forked server lives. */
  @Test
  void theServersTimeZoneDoesNotMatter() throws Exception {
    String inTheGap = "2024-03-10T02:30:00";
    ServerProcess abroad = ServerProcess.fork(dir.resolve("abroad"));
    try (OfficialClients other = abroad.clients()) {
      String table = other.createTable("wide", scalarColumns());
      send(other, table, new JSONObject().put("dt", inTheGap).put("ts", MICROS));
      FieldValueList row = other.query("SELECT dt, ts FROM analytics.wide").get(0);
      assertThat(row.get("dt").getStringValue()).isEqualTo(inTheGap);
      assertThat(row.get("ts").getTimestampValue()).isEqualTo(MICROS);
      assertThat(other.query("SELECT strftime(ts, '%H:%M') FROM analytics.wide").get(0).get(0))
          .extracting(FieldValue::getStringValue)
          .isEqualTo("01:02");
    } finally {
      abroad.kill();
    }
  }

  /** Sends one row and reads the last one stored. */
  private FieldValueList roundTrip(String table, JSONObject sent) throws Exception {
    send(clients, table, sent);
    List<FieldValueList> rows = clients.query("SELECT * FROM analytics.wide");
    return rows.get(rows.size() - 1);
  }

  private static void send(OfficialClients clients, String table, JSONObject row) throws Exception {
    try (JsonStreamWriter writer = JsonStreamWriter.newBuilder(table, clients.write()).build()) {
      writer.append(new JSONArray().put(row)).get(20, TimeUnit.SECONDS);
    }
  }

  private static List<String> texts(FieldValue repeated) {
    return repeated.getRepeatedValue().stream().map(FieldValue::getStringValue).toList();
  }

  private String scalarTable() {
    return clients.createTable("wide", scalarColumns());
  }

  private static Field[] scalarColumns() {
    return new Field[] {
      Field.of("i", StandardSQLTypeName.INT64),
      Field.of("s", StandardSQLTypeName.STRING),
      Field.of("f", StandardSQLTypeName.FLOAT64),
      Field.of("b", StandardSQLTypeName.BOOL),
      Field.of("raw", StandardSQLTypeName.BYTES),
      Field.of("ts", StandardSQLTypeName.TIMESTAMP),
      Field.of("d", StandardSQLTypeName.DATE),
      Field.of("t", StandardSQLTypeName.TIME),
      Field.of("dt", StandardSQLTypeName.DATETIME),
      Field.of("n", StandardSQLTypeName.NUMERIC),
      Field.of("bn", StandardSQLTypeName.BIGNUMERIC),
      Field.of("js", StandardSQLTypeName.JSON),
      Field.of("g", StandardSQLTypeName.GEOGRAPHY),
    };
  }

  private static JSONObject scalars() {
    return new JSONObject()
        .put("i", Long.MIN_VALUE)
        .put("s", "añ 😀")
        .put("f", 1.25e-300)
        .put("b", true)
        .put("raw", ByteString.copyFrom(new byte[] {0, -1, 7}))
        .put("ts", MICROS)
        .put("d", "2024-02-29")
        .put("t", "23:59:59.999999")
        .put("dt", "2024-02-29T01:02:03.000004")
        .put("n", "-12.500000001")
        .put("bn", "0.000000000000000001")
        .put("js", "{\"k\":[1,null]}")
        .put("g", "POINT(1 2)");
  }

  private static Field tags() {
    return Field.newBuilder("tags", StandardSQLTypeName.STRING)
        .setMode(Field.Mode.REPEATED)
        .build();
  }

  private static Field origin() {
    Field partitions =
        Field.newBuilder("partitions", StandardSQLTypeName.INT64)
            .setMode(Field.Mode.REPEATED)
            .build();
    return Field.of(
        "origin",
        StandardSQLTypeName.STRUCT,
        Field.of("topic", StandardSQLTypeName.STRING),
        partitions);
  }

  private static Field items() {
    Field score =
        Field.of(
            "score",
            StandardSQLTypeName.STRUCT,
            Field.of("value", StandardSQLTypeName.FLOAT64),
            Field.of("price", StandardSQLTypeName.NUMERIC));
    return Field.newBuilder(
            "items",
            StandardSQLTypeName.STRUCT,
            Field.of("content_id", StandardSQLTypeName.STRING),
            score,
            Field.of("at", StandardSQLTypeName.TIMESTAMP))
        .setMode(Field.Mode.REPEATED)
        .build();
  }

  private static JSONObject item(String contentId, double score, long at) {
    return new JSONObject()
        .put("content_id", contentId)
        .put("score", new JSONObject().put("value", score).put("price", "0.5"))
        .put("at", at);
  }
}
