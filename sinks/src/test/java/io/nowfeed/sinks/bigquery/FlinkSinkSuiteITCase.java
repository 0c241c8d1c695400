package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.nowfeed.bigquery.local.LocalBigQuery;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.TestResource;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestExternalSystem;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.io.TempDir;

/** Flink's own tests of sinks: savepoints, scaling, metrics, in both of its guarantees. */
class FlinkSinkSuiteITCase extends SinkTestSuiteBase<FlinkSinkSuiteITCase.Line> {
  @TempDir private static Path directory;

  @TestEnv final MiniClusterTestEnvironment flink = new MiniClusterTestEnvironment();

  @TestExternalSystem final LocalSystem bigQuery = new LocalSystem();

  @TestSemantics
  final CheckpointingMode[] semantics = {
    CheckpointingMode.EXACTLY_ONCE, CheckpointingMode.AT_LEAST_ONCE
  };

  @TestContext final ExternalContextFactory<Table> context = testName -> bigQuery.newTable();

  /** What the suite writes. */
  public record Line(String text) implements Comparable<Line>, Serializable {
    @Override
    public int compareTo(Line other) {
      return text.compareTo(other.text);
    }
  }

  /** A local BigQuery with a table a test. */
  private static final class LocalSystem implements TestResource {
    private LocalBigQuery server;
    private BigQueryConnection connection;
    private int tables;

    @Override
    public void startUp() throws IOException {
      server = LocalBigQuery.start(directory, 0, 0);
      connection = BigQueryConnection.local("p", "d", server.grpcEndpoint(), server.restEndpoint());
      connection.restClient().create(DatasetInfo.newBuilder("d").build());
    }

    @Override
    public void tearDown() {
      server.close();
    }

    private Table newTable() {
      String name = "lines_" + tables++;
      Schema columns = Schema.of(Field.of("text", StandardSQLTypeName.STRING));
      try {
        connection
            .restClient()
            .create(TableInfo.of(TableId.of("d", name), StandardTableDefinition.of(columns)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Table(connection, name);
    }
  }

  /** What the suite knows of the table that a test writes to. */
  private record Table(BigQueryConnection connection, String name)
      implements DataStreamSinkV2ExternalContext<Line> {
    @Override
    @SuppressWarnings("deprecation") // the settings have no other getter
    public Sink<Line> createSink(TestingSinkSettings settings) {
      Delivery delivery = Delivery.valueOf(settings.getCheckpointingMode().name());
      return BigQuerySink.builder(connection, name, Line.class).setDelivery(delivery).build();
    }

    @Override
    public ExternalSystemDataReader<Line> createSinkDataReader(TestingSinkSettings settings) {
      return new NewRows(connection, name, new HashMap<>());
    }

    @Override
    public List<Line> generateTestData(TestingSinkSettings settings, long seed) {
      Random random = new Random(seed);
      return Stream.generate(() -> new Line(new UUID(random.nextLong(), random.nextLong()) + ""))
          .limit(200 + random.nextInt(200))
          .toList();
    }

    @Override
    public TypeInformation<Line> getProducedType() {
      return TypeInformation.of(Line.class);
    }

    @Override
    public List<URL> getConnectorJarPaths() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  /** Each row once, as often as it is in the table. */
  private record NewRows(BigQueryConnection connection, String table, Map<String, Long> seen)
      implements ExternalSystemDataReader<Line> {
    @Override
    public List<Line> poll(Duration timeout) {
      List<Line> lines = new ArrayList<>();
      for (FieldValueList row : rows()) {
        String text = row.get("text").getStringValue();
        long count = row.get("n").getLongValue();
        long before = seen.getOrDefault(text, 0L);
        lines.addAll(Collections.nCopies(Math.toIntExact(count - before), new Line(text)));
        seen.put(text, count);
      }
      return lines;
    }

    private List<FieldValueList> rows() {
      String sql = "SELECT text, COUNT(*) AS n FROM d." + table + " GROUP BY text";
      try {
        return connection.restClient().query(QueryJobConfiguration.of(sql)).streamAll().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }

    @Override
    public void close() {}
  }
}
