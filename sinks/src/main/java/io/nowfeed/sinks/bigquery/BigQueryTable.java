package io.nowfeed.sinks.bigquery;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableConstraints;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.cloud.bigquery.storage.v1.WriteStreamView;
import java.io.IOException;
import java.io.Serializable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One table, as the Storage Write API sees it. Says in plain words what is wrong with it. */
record BigQueryTable(BigQueryConnection connection, String name, RetryLimits retries)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(BigQueryTable.class);

  /** How to call it in errors. */
  String displayName() {
    return connection.displayName(name);
  }

  BigQueryWriteClient writeClient() throws IOException {
    return connection.writeClient(retries);
  }

  /** One whose channels can be cut. */
  BigQueryWriteClient writeClient(OpenChannels channels) throws IOException {
    return connection.writeClient(retries, channels);
  }

  /**
   * The table's columns. Asks the default stream, which every table has: no stream is created.
   *
   * @throws IOException if the table is absent or cannot be asked
   */
  TableSchema schema(BigQueryWriteClient client) throws IOException, InterruptedException {
    GetWriteStreamRequest request =
        GetWriteStreamRequest.newBuilder()
            .setName(defaultStream())
            .setView(WriteStreamView.FULL)
            .build();
    try {
      return StorageCalls.await(client.getWriteStreamCallable().futureCall(request))
          .getTableSchema();
    } catch (ApiException e) {
      throw refused("read the columns of", e);
    }
  }

  /**
   * Opens a new BUFFERED stream and returns its name.
   *
   * @throws IOException if the table is absent or takes no stream
   */
  String createStream(BigQueryWriteClient client) throws IOException, InterruptedException {
    CreateWriteStreamRequest request =
        CreateWriteStreamRequest.newBuilder()
            .setParent(path())
            .setWriteStream(WriteStream.newBuilder().setType(WriteStream.Type.BUFFERED))
            .build();
    try {
      return StorageCalls.await(client.createWriteStreamCallable().futureCall(request)).getName();
    } catch (ApiException e) {
      throw refused("open a write stream to", e);
    }
  }

  /** Name of the stream that every table has, and anybody may append to. */
  String defaultStream() {
    return path() + "/streams/_default";
  }

  /**
   * Makes sure that the table has a primary key, as far as that can be known: the REST API says so,
   * the Storage Write API does not.
   *
   * @throws IOException if it has none
   */
  void requirePrimaryKey() throws IOException {
    try {
      Table table =
          restOnce().getTable(TableId.of(connection.project(), connection.dataset(), name));
      if (table != null
          && table.getDefinition() instanceof StandardTableDefinition definition
          && !hasPrimaryKey(definition)) {
        throw new IOException(
            String.format(
                "BigQuery table %s has no primary key, which delivery UPSERT needs:"
                    + " ALTER TABLE `%s` ADD PRIMARY KEY (...) NOT ENFORCED, then restart the job",
                displayName(), displayName()));
      }
    } catch (BigQueryException e) {
      LOG.warn("Whether {} has a primary key is not known; BigQuery will say so", displayName(), e);
    }
  }

  private static boolean hasPrimaryKey(StandardTableDefinition definition) {
    TableConstraints constraints = definition.getTableConstraints();
    return constraints != null
        && constraints.getPrimaryKey() != null
        && !constraints.getPrimaryKey().getColumns().isEmpty();
  }

  /** Without the client's patience: the answer is welcome, not needed. */
  private BigQuery restOnce() throws IOException {
    return connection.restClient().getOptions().toBuilder()
        .setRetrySettings(ServiceOptions.getNoRetrySettings())
        .build()
        .getService();
  }

  private String path() {
    return connection.tablePath(name);
  }

  private IOException refused(String what, ApiException answer) {
    if (StorageCalls.answered(answer, StatusCode.Code.NOT_FOUND)) {
      // No cause: the gRPC stack adds nothing to what to do about it.
      return new IOException(
          "BigQuery table "
              + displayName()
              + " does not exist. Create it from its definition (docs/operations.md says how), then"
              + " restart the job.");
    }
    if (StorageCalls.answered(answer, StatusCode.Code.PERMISSION_DENIED)) {
      return new IOException(
          "No permission to "
              + what
              + " BigQuery table "
              + displayName()
              + ": the job's account needs roles/bigquery.dataEditor on it."
              + " BigQuery says the same of a table that does not exist. It answered: "
              + answer.getMessage());
    }
    return new IOException(
        "Cannot " + what + " BigQuery table " + displayName() + ": " + answer.getMessage(), answer);
  }
}
