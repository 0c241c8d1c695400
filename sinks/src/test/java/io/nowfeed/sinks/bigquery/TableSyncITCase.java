package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.ViewDefinition;
import io.nowfeed.bigquery.local.LocalBigQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs is said, and put right where no row must be written anew. */
class TableSyncITCase {
  private static final TableId RELEVANCE = TableId.of("p", "d", "relevance");
  private static final TableId VIEW = TableId.of("p", "d", "top_content");

  @TempDir private Path folder;
  private LocalBigQuery server;
  private BigQuery client;
  private TableSync sync;

  @BeforeEach
  void start() throws Exception {
    server = LocalBigQuery.start(folder, 0, 0);
    BigQueryConnection connection =
        BigQueryConnection.local("p", "d", server.grpcEndpoint(), server.restEndpoint());
    client = connection.restClient();
    sync = new TableSync(connection);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsMissingIsSaidAndCreatedOnce() throws Exception {
    List<String> tables = BigQueryTables.NAMES.stream().map(name -> "table " + name).toList();
    List<String> views = BigQueryViews.NAMES.stream().map(name -> "view " + name).toList();
    List<String> all = Stream.of(tables, views).flatMap(List::stream).toList();
    assertThat(sync.diff())
        .extracting(TableDifference::text)
        .startsWith("dataset p.d is missing")
        .hasSize(all.size() + 1)
        .containsAll(all.stream().map(name -> name + " is missing").toList());

    assertThat(sync.create("EU"))
        .isEqualTo(
            new TableSync.Result(all.stream().map(name -> "created " + name).toList(), List.of()));
    assertThat(sync.diff()).isEmpty();
    assertThat(sync.create("EU")).isEqualTo(new TableSync.Result(List.of(), List.of()));
    assertThat(client.getDataset("d").getLocation()).isEqualTo("EU");
  }

  @Test
  void columnsDescriptionsAndLabelsAreAdded() throws Exception {
    sync.create("US");
    client.delete(RELEVANCE);
    TableInfo definition = definition();
    StandardTableDefinition table = definition.getDefinition();
    List<Field> columns = new ArrayList<>(table.getSchema().getFields());
    columns.removeIf(column -> column.getName().equals("rung"));
    replace(columns, column("arm", columns).toBuilder().setDescription("other").build());
    replace(columns, column("rank", columns).toBuilder().setMode(Field.Mode.REQUIRED).build());
    client.create(
        definition.toBuilder()
            .setDefinition(table.toBuilder().setSchema(Schema.of(columns)).build())
            .setDescription("other")
            .setLabels(Map.of("pii", "no", "team", "theirs"))
            .build());
    client.update(TableInfo.of(VIEW, ViewDefinition.of("SELECT 1 AS one")));
    List<String> expected =
        List.of(
            "column relevance.arm has another description",
            "column relevance.rank is REQUIRED, not NULLABLE",
            "column relevance.rung is missing: STRING NULLABLE",
            "relevance has another description",
            "label erase_by of relevance is missing, not user_id",
            "label owner of relevance is missing, not nowfeed",
            "label pii of relevance is no, not yes",
            "label system of relevance is missing, not nowfeed",
            "view top_content has another query");
    assertThat(sync.diff())
        .extracting(TableDifference::text)
        .containsExactlyInAnyOrderElementsOf(expected);

    TableSync.Result result = sync.create("US");

    assertThat(result.done())
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().map(text -> "put right: " + text).toList());
    assertThat(result.left()).isEmpty();
    assertThat(sync.create("US").done()).isEmpty();
    Table mended = client.getTable(RELEVANCE);
    assertThat(mended.getLabels()).containsEntry("team", "theirs").containsEntry("pii", "yes");
    FieldList mendedColumns = mended.getDefinition().getSchema().getFields();
    assertThat(mendedColumns.get("rung")).isEqualTo(table.getSchema().getFields().get("rung"));
    assertThat(mendedColumns.get("rank").getMode()).isEqualTo(Field.Mode.NULLABLE);
  }

  @Test
  void whatWouldRewriteTheTableIsLeftAlone() throws Exception {
    sync.create("US");
    client.delete(RELEVANCE);
    TableInfo definition = definition();
    StandardTableDefinition table = definition.getDefinition();
    List<Field> columns = new ArrayList<>(table.getSchema().getFields());
    columns.removeIf(column -> List.of("event_id", "rung").contains(column.getName()));
    replace(
        columns, Field.newBuilder("rank", StandardSQLTypeName.STRING).setDescription("x").build());
    columns.add(Field.of("theirs", StandardSQLTypeName.BOOL));
    client.create(
        definition.toBuilder()
            .setDefinition(
                StandardTableDefinition.newBuilder()
                    .setSchema(Schema.of(columns))
                    .setTimePartitioning(TimePartitioning.of(TimePartitioning.Type.HOUR))
                    .setClustering(
                        Clustering.newBuilder().setFields(List.of("country", "arm")).build())
                    .build())
            .build());
    client.delete(VIEW);
    client.create(TableInfo.of(VIEW, StandardTableDefinition.of(Schema.of(columns))));

    TableSync.Result result = sync.create("US");

    assertThat(result.done())
        .containsExactly("put right: column relevance.rung is missing: STRING NULLABLE");
    assertThat(result.left())
        .extracting(TableDifference::text)
        .containsExactlyInAnyOrder(
            "column relevance.event_id is missing: STRING REQUIRED",
            "column relevance.rank is STRING, not INT64",
            "column relevance.theirs is not defined",
            "table relevance is partitioned by HOUR of arrival, not by DAY of event_time",
            "table relevance is clustered by country, arm, not by experiment, arm, country,"
                + " content_category",
            "top_content is a TABLE, not a VIEW");
    assertThat(sync.diff()).isEqualTo(result.left());
    assertThat(sync.create("US").done()).isEmpty();
  }

  @Test
  void membersOfRecordsAreCompared() throws Exception {
    sync.create("US");
    TableId id = TableId.of("p", "d", "recommendations");
    TableInfo definition =
        BigQueryTables.definition(BigQueryConnection.google("p", "d"), "recommendations");
    StandardTableDefinition table = definition.getDefinition();
    List<Field> columns = new ArrayList<>(table.getSchema().getFields());
    Field items = column("items", columns);
    List<Field> members = new ArrayList<>(items.getSubFields());
    replace(members, column("score", members).toBuilder().setDescription("other").build());
    replace(
        columns, items.toBuilder().setType(items.getType(), members.toArray(Field[]::new)).build());
    client.delete(id);
    client.create(
        definition.toBuilder()
            .setDefinition(table.toBuilder().setSchema(Schema.of(columns)).build())
            .build());

    assertThat(sync.create("US").done())
        .containsExactly("put right: column recommendations.items.score has another description");
    assertThat(sync.diff()).isEmpty();
  }

  @Test
  void aViewThatCannotBeMadeDoesNotKeepTheOthersFromIt() throws Exception {
    client.create(DatasetInfo.of("d"));
    Schema without = Schema.of(Field.of("generated_at", StandardSQLTypeName.TIMESTAMP));
    client.create(
        TableInfo.of(TableId.of("p", "d", "recommendations"), StandardTableDefinition.of(without)));

    TableSync.Result result = sync.create("US");

    assertThat(result.left())
        .extracting(TableDifference::text)
        .anyMatch(text -> text.startsWith("Cannot create view click_through_by_arm in BigQuery: "))
        .contains("column recommendations.version is missing: INT64 REQUIRED");
    assertThat(result.done()).contains("created view top_content", "created view repeated_rows");
  }

  @Test
  void aRefusalSaysWhatWasAttempted() throws Exception {
    client.create(DatasetInfo.of("d"));
    client.create(
        TableInfo.of(
            TableId.of("p", "d", "RELEVANCE"),
            StandardTableDefinition.of(Schema.of(Field.of("x", StandardSQLTypeName.BOOL)))));

    assertThatThrownBy(() -> sync.create("US"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Cannot create BigQuery table p.d.relevance: ");
  }

  private static TableInfo definition() {
    return BigQueryTables.definition(BigQueryConnection.google("p", "d"), "relevance");
  }

  private static Field column(String name, List<Field> columns) {
    return columns.stream().filter(column -> column.getName().equals(name)).findFirst().get();
  }

  private static void replace(List<Field> columns, Field by) {
    columns.replaceAll(column -> column.getName().equals(by.getName()) ? by : column);
  }
}
