package io.nowfeed.bigquery.local;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.cloud.bigquery.storage.v1.WriteStreamView;
import com.google.protobuf.Int64Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Google's own clients, pointed at a local server, and the few steps every test takes with them.
 */
final class OfficialClients implements AutoCloseable {
  static final String PROJECT = "my-project";
  static final String DATASET = "analytics";

  private final BigQueryWriteClient write;
  private final BigQuery rest;

  private OfficialClients(BigQueryWriteClient write, BigQuery rest) {
    this.write = write;
    this.rest = rest;
  }

  static OfficialClients of(LocalBigQuery server) throws IOException {
    return of(server.grpcEndpoint(), server.restEndpoint());
  }

  static OfficialClients of(String grpcEndpoint, String restEndpoint) throws IOException {
    return new OfficialClients(writeClient(grpcEndpoint), restClient(restEndpoint));
  }

  static BigQuery restClient(String endpoint) {
    return BigQueryOptions.newBuilder()
        .setProjectId(PROJECT)
        .setHost(endpoint)
        .setCredentials(NoCredentials.getInstance())
        .build()
        .getService();
  }

  private static BigQueryWriteClient writeClient(String endpoint) throws IOException {
    InstantiatingGrpcChannelProvider channel =
        BigQueryWriteSettings.defaultGrpcTransportProviderBuilder()
            .setEndpoint(endpoint)
            .setChannelConfigurator(builder -> builder.usePlaintext())
            .build();
    return BigQueryWriteClient.create(
        BigQueryWriteSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(channel)
            .build());
  }

  BigQueryWriteClient write() {
    return write;
  }

  BigQuery rest() {
    return rest;
  }

  /** Creates a table, and its dataset if need be; returns its path in the write protocol. */
  String createTable(String table, Field... fields) {
    if (rest.getDataset(DATASET) == null) {
      rest.create(DatasetInfo.of(DATASET));
    }
    rest.create(
        TableInfo.of(TableId.of(DATASET, table), StandardTableDefinition.of(Schema.of(fields))));
    return "projects/" + PROJECT + "/datasets/" + DATASET + "/tables/" + table;
  }

  static Table addColumn(BigQuery rest, String table, Field column) {
    Table present = rest.getTable(TableId.of(DATASET, table));
    StandardTableDefinition definition = present.getDefinition();
    List<Field> columns = new ArrayList<>(definition.getSchema().getFields());
    columns.add(column);
    TableDefinition widened = definition.toBuilder().setSchema(Schema.of(columns)).build();
    return present.toBuilder().setDefinition(widened).build().update();
  }

  WriteStream createStream(String table, WriteStream.Type type) {
    return write.createWriteStream(table, WriteStream.newBuilder().setType(type).build());
  }

  /** A stream with its table's schema, the way to a default stream's. */
  WriteStream stream(String name) {
    return write.getWriteStream(
        GetWriteStreamRequest.newBuilder().setName(name).setView(WriteStreamView.FULL).build());
  }

  long flush(String stream, long offset) {
    return write
        .flushRows(
            FlushRowsRequest.newBuilder()
                .setWriteStream(stream)
                .setOffset(Int64Value.of(offset))
                .build())
        .getOffset();
  }

  List<FieldValueList> query(String sql) throws InterruptedException {
    List<FieldValueList> rows = new ArrayList<>();
    rest.query(QueryJobConfiguration.of(sql)).iterateAll().forEach(rows::add);
    return rows;
  }

  /** The first column of a query as numbers. */
  List<Long> numbers(String sql) throws InterruptedException {
    return query(sql).stream().map(row -> row.get(0).getLongValue()).toList();
  }

  @Override
  public void close() throws InterruptedException {
    write.shutdownNow();
    write.awaitTermination(5, TimeUnit.SECONDS);
  }
}
