package io.nowfeed.sinks.archive;

import io.nowfeed.sinks.kafka.SerializableFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Archives rows, exactly once: {@code <folder>/<table>/dt=2026-03-01/part-….avro}.
 *
 * <p>A file ends at a checkpoint, and gets its name when that checkpoint is complete. What is in a
 * file without a leading dot, or in an object of a bucket, stays as it is: no file is ever appended
 * to, compacted or rewritten. So how large files become is a matter of the checkpoint interval.
 */
public final class ArchiveSink {
  private static final String PREFIX = "part";
  private static final String SUFFIX = ".avro";

  private ArchiveSink() {}

  /**
   * The sink of a table.
   *
   * @param folder where all tables are, with the scheme of its file system
   * @param table one of {@link ArchiveTables#NAMES}
   * @param row a record type with a component for each field of the table's schema
   * @param time when a row happened, epoch milliseconds; its day (UTC) is the row's folder
   * @throws IllegalArgumentException if the components are not the fields of the schema
   */
  public static <T extends Record> Sink<T> of(
      String folder, String table, Class<T> row, SerializableFunction<T, Long> time) {
    FileSink<T> files =
        FileSink.forBulkFormat(new Path(folder, table), RowFormat.of(table, row))
            .withBucketAssigner(new DayFolders<>(time))
            .withRollingPolicy(OnCheckpointRollingPolicy.build())
            .withOutputFileConfig(new OutputFileConfig(PREFIX, SUFFIX))
            .build();
    return new ReportingFileSink<>(files, folder, table);
  }
}
