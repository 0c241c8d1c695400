package io.nowfeed.jobs.analytics;

import io.nowfeed.sinks.archive.RowFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.local.LocalDataOutputStream;

/** Rows, written into a file and read as anybody would who knows nothing of Nowfeed. */
final class ArchivedRows {
  private ArchivedRows() {}

  @SafeVarargs
  static <T extends Record> List<GenericRecord> read(
      Path file, String table, Class<T> type, T... rows) throws IOException {
    try (LocalDataOutputStream out = new LocalDataOutputStream(file.toFile())) {
      BulkWriter<T> writer = RowFormat.of(table, type).create(out);
      for (T row : rows) {
        writer.addElement(row);
      }
      writer.finish();
    }
    List<GenericRecord> read = new ArrayList<>();
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
      reader.forEach(read::add);
    }
    return read;
  }
}
