package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.nowfeed.bigquery.local.Faults;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.sinks.bigquery.ClickJob.Click;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A local BigQuery with tables of clicks, and what is in them; a new one for each test. */
final class ClickDataset implements BeforeEachCallback, AfterEachCallback {
  static final Schema CLICK = clicksWithUser(StandardSQLTypeName.STRING);

  private Path directory;
  private BigQueryConnection connection;
  private LocalBigQuery server;

  /** With the empty table {@code clicks}. */
  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("clicks-");
    server = LocalBigQuery.start(directory, 0, 0);
    connection = BigQueryConnection.local("p", "d", server.grpcEndpoint(), server.restEndpoint());
    connection.restClient().create(DatasetInfo.newBuilder("d").build());
    create("clicks", CLICK);
  }

  /** The columns of clicks, with another type of user. */
  static Schema clicksWithUser(StandardSQLTypeName user) {
    return Schema.of(
        Field.newBuilder("id", StandardSQLTypeName.INT64).setMode(Field.Mode.REQUIRED).build(),
        Field.of("user_id", user),
        Field.of("event_time", StandardSQLTypeName.TIMESTAMP),
        Field.newBuilder("tags", StandardSQLTypeName.STRING).setMode(Field.Mode.REPEATED).build(),
        Field.newBuilder(
                "items",
                StandardSQLTypeName.STRUCT,
                Field.of("rank", StandardSQLTypeName.INT64),
                Field.of("score", StandardSQLTypeName.FLOAT64))
            .setMode(Field.Mode.REPEATED)
            .build());
  }

  void create(String table, Schema columns) throws IOException {
    create(table, StandardTableDefinition.of(columns));
  }

  void create(String table, StandardTableDefinition definition) throws IOException {
    connection.restClient().create(TableInfo.of(TableId.of("d", table), definition));
  }

  /** As somebody would who wants to know more of clicks. */
  void addColumn(String table, String column) throws IOException {
    List<Field> columns =
        new ArrayList<>(
            connection
                .restClient()
                .getTable(TableId.of("d", table))
                .getDefinition()
                .getSchema()
                .getFields());
    columns.add(Field.of(column, StandardSQLTypeName.STRING));
    connection
        .restClient()
        .update(
            TableInfo.of(TableId.of("d", table), StandardTableDefinition.of(Schema.of(columns))));
  }

  BigQueryConnection connection() {
    return connection;
  }

  Faults faults() {
    return server.faults();
  }

  /** Small appends, and several at a time, so that much can go wrong. */
  BigQuerySink.Builder<Click, Click> sink(String table) {
    return sink(table, Click.class);
  }

  <R extends Record> BigQuerySink.Builder<R, R> sink(String table, Class<R> type) {
    return BigQuerySink.builder(connection, table, type).setMaxBatchRows(50).setMaxInFlight(3);
  }

  List<FieldValueList> query(String sql) throws Exception {
    return connection.restClient().query(QueryJobConfiguration.of(sql)).streamAll().toList();
  }

  long visible() throws Exception {
    return query("SELECT COUNT(*) AS n FROM d.clicks").get(0).get("n").getLongValue();
  }

  /** The ids in a table, each as often as it is there, in order. */
  List<Long> ids(String table) throws Exception {
    return query("SELECT id FROM d." + table + " ORDER BY id").stream()
        .map(row -> row.get("id").getLongValue())
        .toList();
  }

  /** The job did not fail, and every click is there, and once. */
  void assertExact(ClickJob job, long clicks) throws Exception {
    assertThat(job.outcome()).isEmpty();
    FieldValueList row =
        query(
                "SELECT COUNT(*) AS n, COUNT(DISTINCT id) AS ids, MIN(id) AS lo, MAX(id) AS hi"
                    + " FROM d.clicks")
            .get(0);
    assertThat(
            List.of(
                row.get("n").getLongValue(),
                row.get("ids").getLongValue(),
                row.get("lo").getLongValue(),
                row.get("hi").getLongValue()))
        .as("rows, distinct ids, lowest, highest")
        .containsExactly(clicks, clicks, 0L, clicks - 1);
  }

  void restart() throws IOException {
    int grpcPort = port(server.grpcEndpoint());
    int restPort = port(server.restEndpoint());
    server.close();
    server = LocalBigQuery.start(directory, grpcPort, restPort);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    server.close();
    FileUtils.deleteDirectory(directory.toFile());
  }

  private static int port(String endpoint) {
    return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
  }
}
