package io.nowfeed.local.archive;

import io.nowfeed.events.Origin;
import io.nowfeed.local.archive.ArchivedFiles.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/** What is in an archive, by the names that {@link ArchiveInput} gives. */
record FilesOf(Path archive) {
  /** What an interaction is called: where it came in. */
  static String name(Origin origin) {
    return origin.topic() + "-" + origin.partition() + "-" + origin.offset();
  }

  List<String> interactions() throws IOException {
    return ArchivedFiles.in(archive, "enriched_interactions").stream()
        .map(Row::fields)
        .map(FilesOf::origin)
        .toList();
  }

  List<String> lists() throws IOException {
    return ArchivedFiles.in(archive, "recommendations").stream()
        .map(Row::fields)
        .map(list -> list.get("user_id") + " " + list.get("version"))
        .toList();
  }

  /** The rows of a table that are not in the folder of their day. */
  List<Row> misplaced(String table, String time) throws IOException {
    return ArchivedFiles.in(archive, table).stream()
        .filter(row -> !row.folder().equals("dt=" + day((long) row.fields().get(time))))
        .toList();
  }

  List<String> folders(String table) throws IOException {
    return ArchivedFiles.in(archive, table).stream().map(Row::folder).distinct().sorted().toList();
  }

  private static String day(long time) {
    return Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String origin(GenericRecord interaction) {
    return interaction.get("origin_topic")
        + "-"
        + interaction.get("origin_partition")
        + "-"
        + interaction.get("origin_offset");
  }
}
