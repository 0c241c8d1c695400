package io.nowfeed.sinks.jdbc;

import io.nowfeed.sinks.ClosedQuietly;
import io.nowfeed.sinks.lineage.Datasets;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

/**
 * Flink's JDBC sink for statements that may be repeated, made safe for whoever shares its
 * TaskManager: a database that is away fails the job, and nothing else.
 *
 * <ul>
 *   <li>Flink's writer flushes what is left when it is closed, and throws when it cannot: {@link
 *       ClosedQuietly}.
 *   <li>A database that does not answer keeps nobody for longer than a statement may take;
 *       Postgres' driver waits for ever unless told, and a task that cannot be cancelled ends the
 *       TaskManager, too.
 *   <li>It reports the table to lineage, which Flink's does not.
 * </ul>
 *
 * @param <T> what is written
 */
final class UpsertSink<T> implements Sink<T>, LineageVertexProvider {
  private static final long serialVersionUID = 1L;
  private static final String CONNECT_SECONDS = "10";
  private static final String ANSWER_SECONDS = "30";

  private final Sink<T> jdbc;
  private final String url;
  private final String table;

  private UpsertSink(Sink<T> jdbc, String url, String table) {
    this.jdbc = jdbc;
    this.url = url;
    this.table = table;
  }

  /**
   * Writes with this statement, up to half a second and 500 rows at a time.
   *
   * @param table what the statement writes
   * @param password or a reference to it, which is looked up where the rows are written
   */
  static <T> Sink<T> of(
      String table,
      String statement,
      JdbcStatementBuilder<T> binder,
      String url,
      String user,
      String password) {
    JdbcConnectionOptions connection =
        new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
            .withUrl(url)
            .withDriverName("org.postgresql.Driver")
            .withUsername(user)
            .withPassword(password)
            .withProperty("connectTimeout", CONNECT_SECONDS)
            .withProperty("socketTimeout", ANSWER_SECONDS)
            .withProperty("tcpKeepAlive", "true")
            // Else each failed statement is in the log with the values of its row.
            .withProperty("logServerErrorDetail", "false")
            .build();
    JdbcExecutionOptions execution =
        JdbcExecutionOptions.builder()
            .withBatchSize(500)
            .withBatchIntervalMs(500)
            .withMaxRetries(1) // Flink starts the job again, from a checkpoint
            .build();
    return new UpsertSink<>(
        JdbcSink.<T>builder()
            .withQueryStatement(statement, binder)
            .withExecutionOptions(execution)
            .buildAtLeastOnce(new Connections(connection)),
        url,
        table);
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    return new Writer<>(jdbc.createWriter(context));
  }

  @Override
  public LineageVertex getLineageVertex() {
    List<LineageDataset> written = List.of(Datasets.postgres(url, table));
    return () -> written;
  }

  private record Writer<T>(SinkWriter<T> jdbc) implements SinkWriter<T> {
    @Override
    public void write(T row, Context context) throws IOException, InterruptedException {
      jdbc.write(row, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      jdbc.flush(endOfInput);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
      jdbc.writeWatermark(watermark);
    }

    @Override
    public void close() {
      ClosedQuietly.close(jdbc);
    }
  }
}
