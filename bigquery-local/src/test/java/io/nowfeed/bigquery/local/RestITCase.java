package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.MaterializedViewDefinition;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets and tables by the official REST client. */
class RestITCase {
  private static final TableId EVENTS = TableId.of("analytics", "events");

  @TempDir private Path dir;
  private LocalBigQuery server;
  private BigQuery rest;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(dir, 0, 0);
    rest = OfficialClients.restClient(server.restEndpoint());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void datasetLivesFromCreationToDeletion() {
    assertThat(rest.getDataset("analytics")).isNull();
    rest.create(
        DatasetInfo.newBuilder("analytics").setLocation("EU").setDescription("numbers").build());

    Dataset dataset = rest.getDataset("analytics");
    assertThat(dataset.getLocation()).isEqualTo("EU");
    assertThat(dataset.getDescription()).isEqualTo("numbers");
    assertThat(dataset.getCreationTime()).isPositive();
    assertThat(dataset.toBuilder().setDescription("other").build().update().getDescription())
        .isEqualTo("other");
    assertThat(rest.listDatasets().iterateAll())
        .extracting(listed -> listed.getDatasetId().getDataset())
        .containsExactly("analytics");

    assertThat(rest.delete(DatasetId.of("analytics"))).isTrue();
    assertThat(rest.getDataset("analytics")).isNull();
    assertThat(rest.delete(DatasetId.of("analytics"))).isFalse();
  }

  @Test
  void datasetWithTablesIsDeletedOnlyWithItsContents() {
    createEvents();
    assertRefused(400, "resourceInUse", () -> rest.delete(DatasetId.of("analytics")));
    rest.delete(DatasetId.of("analytics"), BigQuery.DatasetDeleteOption.deleteContents());
    assertThat(rest.getTable(EVENTS)).isNull();
    createEvents();
    assertThat(rest.getTable(EVENTS).getNumRows()).isZero();
  }

  @Test
  void tableKeepsWhatItWasGiven() {
    rest.create(DatasetInfo.of("analytics"));
    Schema schema =
        Schema.of(
            Field.newBuilder("ts", StandardSQLTypeName.TIMESTAMP)
                .setMode(Field.Mode.REQUIRED)
                .setDescription("event time")
                .build(),
            Field.of("region", StandardSQLTypeName.STRING));
    rest.create(
        TableInfo.newBuilder(
                EVENTS,
                StandardTableDefinition.newBuilder()
                    .setSchema(schema)
                    .setTimePartitioning(
                        TimePartitioning.newBuilder(TimePartitioning.Type.DAY)
                            .setField("ts")
                            .setExpirationMs(86_400_000L)
                            .build())
                    .setClustering(Clustering.newBuilder().setFields(List.of("region")).build())
                    .build())
            .setDescription("all events")
            .setLabels(Map.of("team", "feed"))
            .build());

    Table table = rest.getTable(EVENTS);
    StandardTableDefinition definition = table.getDefinition();
    assertThat(definition.getSchema()).isEqualTo(schema);
    assertThat(definition.getTimePartitioning().getField()).isEqualTo("ts");
    assertThat(definition.getTimePartitioning().getExpirationMs()).isEqualTo(86_400_000L);
    assertThat(definition.getClustering().getFields()).containsExactly("region");
    assertThat(table.getDescription()).isEqualTo("all events");
    assertThat(table.getLabels()).containsEntry("team", "feed");
    assertThat(table.getNumRows()).isZero();
  }

  @Test
  void whatExistsIsADuplicate() {
    createEvents();
    assertRefused(409, "duplicate", () -> rest.create(DatasetInfo.of("analytics")));
    assertRefused(409, "duplicate", () -> rest.create(events("events")));
  }

  @Test
  void tableIsListedAndDeleted() {
    createEvents();
    rest.create(events("a_first"));
    assertThat(rest.listTables("analytics").iterateAll())
        .extracting(table -> table.getTableId().getTable())
        .containsExactly("a_first", "events");
    assertThat(rest.delete(EVENTS)).isTrue();
    assertThat(rest.getTable(EVENTS)).isNull();
    assertThat(rest.delete(EVENTS)).isFalse();
  }

  @Test
  void columnsAreAddedButNeitherTakenNorChanged() {
    createEvents();
    Field note = Field.of("note", StandardSQLTypeName.STRING);
    OfficialClients.addColumn(rest, "events", note);
    StandardTableDefinition widened = rest.getTable(EVENTS).getDefinition();
    assertThat(widened.getSchema().getFields()).extracting(Field::getName).contains("note");

    assertRefused(400, "invalid", () -> replaceSchema(note));
    assertRefused(
        400, "invalid", () -> replaceSchema(Field.of("id", StandardSQLTypeName.STRING), note));
    assertRefused(
        400,
        "invalid",
        () ->
            OfficialClients.addColumn(
                rest,
                "events",
                Field.newBuilder("strict", StandardSQLTypeName.INT64)
                    .setMode(Field.Mode.REQUIRED)
                    .build()));
  }

  @Test
  void missingDatasetIsNotFound() {
    assertRefused(404, "notFound", () -> rest.create(events("events")));
  }

  @Test
  void whatIsNotSupportedIsNamed() {
    createEvents();
    TableInfo kept =
        TableInfo.of(
            TableId.of("analytics", "v"),
            MaterializedViewDefinition.newBuilder("SELECT 1").build());
    assertRefused(501, "notImplemented", () -> rest.create(kept))
        .withMessageContaining("materializedView");
    assertRefused(
            501,
            "notImplemented",
            () ->
                rest.create(
                    TableInfo.of(
                        TableId.of("analytics", "spans"),
                        StandardTableDefinition.of(
                            Schema.of(Field.of("c", StandardSQLTypeName.INTERVAL))))))
        .withMessageContaining("INTERVAL");
    assertRefused(501, "notImplemented", () -> rest.listRoutines("analytics").iterateAll())
        .withMessageContaining("routines");
  }

  @Test
  void namesOfOurOwnAreRefused() {
    assertRefused(400, "invalid", () -> rest.create(DatasetInfo.of("_nowfeed")));
    assertRefused(400, "invalid", () -> rest.create(DatasetInfo.of("main")));
  }

  private void createEvents() {
    rest.create(DatasetInfo.of("analytics"));
    rest.create(events("events"));
  }

  private static TableInfo events(String name) {
    return TableInfo.of(
        TableId.of("analytics", name),
        StandardTableDefinition.of(Schema.of(Field.of("id", StandardSQLTypeName.INT64))));
  }

  private void replaceSchema(Field... fields) {
    rest.update(TableInfo.of(EVENTS, StandardTableDefinition.of(Schema.of(fields))));
  }

  private static ThrowableAssertAlternative<BigQueryException> assertRefused(
      int code, String reason, ThrowingCallable call) {
    return assertThatExceptionOfType(BigQueryException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(code))
        .satisfies(e -> assertThat(e.getReason()).isEqualTo(reason));
  }
}
