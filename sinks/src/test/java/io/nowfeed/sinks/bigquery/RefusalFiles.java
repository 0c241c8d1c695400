package io.nowfeed.sinks.bigquery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes refused clicks to files, a line each, when it is flushed: at least once. What was not
 * flushed is lost, as with any sink.
 */
final class RefusalFiles implements Sink<RefusedRow<ClickJob.Click>> {
  private static final long serialVersionUID = 1;

  private final String directory;

  RefusalFiles(Path directory) {
    this.directory = directory.toString();
  }

  /** Each line that was flushed: id, table, reason and detail, between tabs. */
  List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Override
  public SinkWriter<RefusedRow<ClickJob.Click>> createWriter(WriterInitContext context) {
    return new Writer(Path.of(directory));
  }

  private static final class Writer implements SinkWriter<RefusedRow<ClickJob.Click>> {
    private final Path directory;
    private final List<String> lines = new ArrayList<>();

    private Writer(Path directory) {
      this.directory = directory;
    }

    @Override
    public void write(RefusedRow<ClickJob.Click> refused, Context context) {
      lines.add(
          String.join(
              "\t",
              Long.toString(refused.row().id()),
              refused.table(),
              refused.reason().name(),
              refused.detail()));
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (!lines.isEmpty()) {
        Files.write(directory.resolve(UUID.randomUUID().toString()), lines);
        lines.clear();
      }
    }

    @Override
    public void close() {}
  }
}
