package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import io.grpc.Status;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a table that cannot be written to. */
class BigQueryTableTest {
  private ScriptedBigQuery bigQuery;
  private BigQueryTable table;

  @BeforeEach
  void start() throws IOException {
    bigQuery = new ScriptedBigQuery();
    table = new BigQueryTable(bigQuery.connection(), "clicks", RetryLimits.DEFAULT);
  }

  @AfterEach
  void stop() {
    bigQuery.close();
  }

  @Test
  void columnsAreReadWithoutCreatingAStream() throws Exception {
    try (BigQueryWriteClient client = table.writeClient()) {
      table.schema(client);
    }

    assertThat(bigQuery.calls())
        .containsExactly("get projects/p/datasets/d/tables/clicks/streams/_default");
  }

  @Test
  void absentTableIsNamedWithTheWayToCreateIt() {
    bigQuery.refuse(Status.NOT_FOUND.withDescription("Not found: Table p:d.clicks"));

    assertThatThrownBy(this::readSchema)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("BigQuery table p.d.clicks does not exist", "docs/operations.md")
        .hasNoCause();
  }

  @Test
  void missingPermissionIsNamedWithTheRole() {
    bigQuery.refuse(Status.PERMISSION_DENIED.withDescription("TABLES_GET denied"));

    assertThatThrownBy(this::readSchema)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "No permission to read the columns of BigQuery table p.d.clicks",
            "roles/bigquery.dataEditor",
            "TABLES_GET denied");
  }

  @Test
  void anyOtherAnswerIsPassedOn() {
    bigQuery.refuse(Status.FAILED_PRECONDITION.withDescription("quota of streams"));

    assertThatThrownBy(this::readSchema)
        .hasMessageContainingAll("Cannot read the columns of BigQuery table p.d.clicks", "quota");
  }

  private void readSchema() throws IOException, InterruptedException {
    try (BigQueryWriteClient client = table.writeClient()) {
      table.schema(client);
    }
  }
}
