package io.nowfeed.bench.bigquery;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetDeleteOption;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.io.IOException;
import java.util.List;

/** The table {@link Visit}s go to: its columns, and what is in it. */
final class VisitTable {
  static final String NAME = "visits";

  private static final List<Field> COLUMNS =
      List.of(
          Field.of("number", StandardSQLTypeName.INT64),
          Field.of("event_id", StandardSQLTypeName.STRING),
          Field.of("user_id", StandardSQLTypeName.STRING),
          Field.of("content_id", StandardSQLTypeName.STRING),
          Field.of("action", StandardSQLTypeName.STRING),
          Field.of("event_time", StandardSQLTypeName.TIMESTAMP),
          Field.of("dwell_ms", StandardSQLTypeName.INT64),
          Field.of("country", StandardSQLTypeName.STRING),
          Field.of("language", StandardSQLTypeName.STRING),
          Field.of("score", StandardSQLTypeName.FLOAT64),
          Field.newBuilder("interests", StandardSQLTypeName.STRING)
              .setMode(Field.Mode.REPEATED)
              .build(),
          Field.of("origin_topic", StandardSQLTypeName.STRING),
          Field.of("origin_partition", StandardSQLTypeName.INT64),
          Field.of("origin_offset", StandardSQLTypeName.INT64),
          Field.of("ingested_at", StandardSQLTypeName.TIMESTAMP));

  private VisitTable() {}

  /** The columns as the write protocol has them. */
  static TableSchema schema() {
    TableSchema.Builder schema = TableSchema.newBuilder();
    COLUMNS.forEach(column -> schema.addFields(column(column)));
    return schema.build();
  }

  private static TableFieldSchema column(Field column) {
    boolean repeated = column.getMode() == Field.Mode.REPEATED;
    return TableFieldSchema.newBuilder()
        .setName(column.getName())
        .setType(type(column.getType().getStandardType()))
        .setMode(repeated ? TableFieldSchema.Mode.REPEATED : TableFieldSchema.Mode.NULLABLE)
        .build();
  }

  private static TableFieldSchema.Type type(StandardSQLTypeName type) {
    return type == StandardSQLTypeName.FLOAT64
        ? TableFieldSchema.Type.DOUBLE
        : TableFieldSchema.Type.valueOf(type.name());
  }

  /** Creates the table and its dataset. */
  static void create(BigQueryConnection connection) throws IOException {
    BigQuery client = connection.restClient();
    client.create(DatasetInfo.of(connection.dataset()));
    client.create(
        TableInfo.of(
            TableId.of(connection.dataset(), NAME),
            StandardTableDefinition.of(Schema.of(COLUMNS))));
  }

  /** Takes both away. */
  static void drop(BigQueryConnection connection) throws IOException {
    connection.restClient().delete(connection.dataset(), DatasetDeleteOption.deleteContents());
  }

  /**
   * What tells one table's rows from another's: a hash over all values of all rows, in any order.
   *
   * @throws IllegalStateException if not each number below {@code rows} is there exactly once
   */
  static String fingerprint(BigQueryConnection connection, long rows)
      throws IOException, InterruptedException {
    String sql =
        "SELECT count(*), count(DISTINCT number), min(number), max(number),"
            + " CAST(bit_xor(hash(v)) AS VARCHAR) FROM "
            + connection.dataset()
            + "."
            + NAME
            + " AS v";
    FieldValueList found =
        connection.restClient().query(QueryJobConfiguration.of(sql)).iterateAll().iterator().next();
    boolean complete =
        found.get(0).getLongValue() == rows
            && found.get(1).getLongValue() == rows
            && found.get(2).getLongValue() == 0
            && found.get(3).getLongValue() == rows - 1;
    if (!complete) {
      throw new IllegalStateException(
          "Of %,d rows sent to %s there are %s, %s different"
              .formatted(
                  rows,
                  connection.dataset(),
                  found.get(0).getStringValue(),
                  found.get(1).getStringValue()));
    }
    return found.get(4).getStringValue();
  }
}
