package io.nowfeed.local.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * The archive as who trains a model reads it: finished files alone, and what they say of
 * themselves.
 */
public final class ArchivedFiles {
  private ArchivedFiles() {}

  /**
   * An archived row.
   *
   * @param folder the folder of its day, as {@code dt=2026-03-01}
   */
  public record Row(String folder, GenericRecord fields) {}

  /** The rows of a table, of all files whose names do not begin with a dot. */
  public static List<Row> in(Path archive, String table) throws IOException {
    Path folder = archive.resolve(table);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files =
          found
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .toList();
    }
    List<Row> rows = new ArrayList<>();
    for (Path file : files) {
      String day = file.getParent().getFileName().toString();
      try (DataFileReader<GenericRecord> reader =
          new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
        reader.forEach(fields -> rows.add(new Row(day, fields)));
      }
    }
    return rows;
  }
}
