package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.ViewDefinition;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views by the official client. */
class ViewsITCase {
  private static final String PROJECT = OfficialClients.PROJECT;
  private static final TableId EVENTS = TableId.of("analytics", "events");
  private static final TableId VIEW = TableId.of("analytics", "by_hour");
  private static final String BY_HOUR =
      "SELECT TIMESTAMP_TRUNC(ts, HOUR) AS hour, COUNT(*) AS events,\n"
          + "  SAFE_DIVIDE(COUNTIF(n > 1), COUNT(*)) AS many,\n"
          + "  APPROX_QUANTILES(n, 4)[OFFSET(2)] AS middle -- the last line is a comment\n"
          + "FROM `%s.analytics.events` GROUP BY hour -- so is this".formatted(PROJECT);

  @TempDir private Path dir;
  private LocalBigQuery server;
  private BigQuery rest;

  @BeforeEach
  void start() throws Exception {
    open();
    rest.create(DatasetInfo.of("analytics"));
    Schema schema =
        Schema.of(
            Field.of("ts", StandardSQLTypeName.TIMESTAMP),
            Field.of("n", StandardSQLTypeName.INT64));
    rest.create(TableInfo.of(EVENTS, StandardTableDefinition.of(schema)));
    store(row(0, 1), row(1, 2), row(3_599, 3), row(3_600, 1));
  }

  private void open() throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    rest = OfficialClients.restClient(server.restEndpoint());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aViewIsReadThroughAlsoAfterARestart() throws Exception {
    create(BY_HOUR);
    assertThat(read()).containsExactly("0 3 0.67 2", "3600 1 0.00 1");

    store(row(7_200, 9));
    server.close();
    open();
    assertThat(read()).containsExactly("0 3 0.67 2", "3600 1 0.00 1", "7200 1 1.00 9");
  }

  @Test
  void aViewIsGivenBackWithItsColumnsListedAndDeleted() {
    rest.create(
        TableInfo.newBuilder(VIEW, ViewDefinition.of(BY_HOUR))
            .setDescription("per hour")
            .setLabels(Map.of("pii", "no"))
            .build());

    Table view = rest.getTable(VIEW);
    ViewDefinition definition = view.getDefinition();
    assertThat(definition.getQuery()).isEqualTo(BY_HOUR);
    assertThat(definition.useLegacySql()).isFalse();
    assertThat(definition.getSchema().getFields())
        .extracting(field -> field.getName() + " " + field.getType().getStandardType())
        .containsExactly("hour TIMESTAMP", "events INT64", "many FLOAT64", "middle INT64");
    assertThat(view.getDescription()).isEqualTo("per hour");
    assertThat(view.getLabels()).containsExactly(Map.entry("pii", "no"));
    assertThat(rest.listTables("analytics").iterateAll())
        .extracting(table -> table.getDefinition().getType().name())
        .containsExactly("VIEW", "TABLE");

    assertThat(rest.delete(VIEW)).isTrue();
    assertThat(rest.getTable(VIEW)).isNull();
    assertThat(rest.getTable(EVENTS)).isNotNull();
    create("SELECT 1 AS one");
  }

  @Test
  void anotherQueryTakesThePlaceOfTheFirst() throws Exception {
    create("SELECT 1 AS one");
    rest.update(TableInfo.of(VIEW, ViewDefinition.of(BY_HOUR)));
    assertThat(read()).containsExactly("0 3 0.67 2", "3600 1 0.00 1");
    rest.update(rest.getTable(VIEW).toBuilder().setDescription("per hour").build());
    assertThat(rest.getTable(VIEW).getDescription()).isEqualTo("per hour");
    assertThat(read()).hasSize(2);

    assertRefused(
        400, "invalidQuery", () -> rest.update(TableInfo.of(VIEW, ViewDefinition.of("SELECT x"))));
    assertThat(read()).hasSize(2);
  }

  @Test
  void aViewOfWhatIsMissingIsRefused() {
    assertRefused(404, "notFound", () -> create("SELECT * FROM analytics.nothing"))
        .withMessageContaining("nothing, which the view reads");
    assertRefused(400, "invalidQuery", () -> create("SELECT nothing FROM analytics.events"));
    assertRefused(400, "invalidQuery", () -> create("DROP TABLE analytics.events"));
    assertRefused(
            501,
            "notImplemented",
            () ->
                rest.create(
                    TableInfo.of(
                        VIEW, ViewDefinition.newBuilder("SELECT 1").setUseLegacySql(true).build())))
        .withMessageContaining("useLegacySql=false");
    assertThat(rest.getTable(VIEW)).isNull();
  }

  @Test
  void aNameIsATablesOrAViews() {
    create(BY_HOUR);
    assertRefused(409, "duplicate", () -> create(BY_HOUR));
    assertRefused(
        409,
        "duplicate",
        () -> rest.create(TableInfo.of(EVENTS, ViewDefinition.of("SELECT 1 AS one"))));
  }

  @Test
  void aViewTakesNoRowsAndListsNone() throws Exception {
    create("SELECT n FROM analytics.events");
    assertRefused(400, "invalid", () -> rest.listTableData(VIEW))
        .withMessageContaining("type VIEW");
    try (OfficialClients clients = OfficialClients.of(server)) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> clients.createStream(path("by_hour"), WriteStream.Type.COMMITTED));
    }
  }

  @Test
  void aDatasetWithAViewIsInUse() {
    rest.delete(EVENTS);
    create("SELECT 1 AS one");
    assertRefused(400, "resourceInUse", () -> rest.delete(DatasetId.of("analytics")));
    rest.delete(DatasetId.of("analytics"), BigQuery.DatasetDeleteOption.deleteContents());
    rest.create(DatasetInfo.of("analytics"));
    assertThat(rest.getTable(VIEW)).isNull();
    create("SELECT 1 AS one");
  }

  @Test
  void elementsOfAnArrayAreReadByTheirName() throws Exception {
    String sql =
        "SELECT place.id FROM (SELECT [{'id': 'a'}, {'id': 'b'}] AS places) AS list,"
            + " UNNEST(list.places) AS place ORDER BY 1";
    assertThat(query(sql)).extracting(row -> row.get(0).getStringValue()).containsExactly("a", "b");
  }

  private void create(String sql) {
    rest.create(TableInfo.of(VIEW, ViewDefinition.of(sql)));
  }

  private List<String> read() throws Exception {
    return query("SELECT * FROM analytics.by_hour ORDER BY hour").stream()
        .map(
            row ->
                "%d %d %.2f %d"
                    .formatted(
                        row.get("hour").getTimestampInstant().getEpochSecond(),
                        row.get("events").getLongValue(),
                        row.get("many").getDoubleValue(),
                        row.get("middle").getLongValue()))
        .toList();
  }

  private List<FieldValueList> query(String sql) throws Exception {
    return rest.query(QueryJobConfiguration.of(sql)).streamAll().toList();
  }

  private static String path(String table) {
    return "projects/" + PROJECT + "/datasets/analytics/tables/" + table;
  }

  private static JSONObject row(long second, int n) {
    return new JSONObject().put("ts", second * 1_000_000).put("n", n);
  }

  private void store(JSONObject... rows) throws Exception {
    try (OfficialClients clients = OfficialClients.of(server);
        JsonStreamWriter writer =
            JsonStreamWriter.newBuilder(path("events"), clients.write()).build()) {
      assertThat(writer.append(new JSONArray(rows)).get().hasError()).isFalse();
    }
  }

  private static ThrowableAssertAlternative<BigQueryException> assertRefused(
      int code, String reason, ThrowingCallable call) {
    return assertThatExceptionOfType(BigQueryException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(code))
        .satisfies(e -> assertThat(e.getReason()).isEqualTo(reason));
  }
}
