package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries and tables of a released version go on to work. At each release its definitions are
 * copied to {@code src/test/resources/released/VERSION}, and never change again.
 */
class ReleasedTablesTest {
  private static final Path RELEASED = Path.of("src", "test", "resources", "released");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<Path> released() throws IOException {
    try (Stream<Path> files = Files.walk(RELEASED)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("released")
  void noQueryIsBroken(Path file) throws IOException {
    String table = file.getFileName().toString().replace(".json", "");
    TableInfo current = BigQueryTables.definition(BigQueryConnection.google("p", "d"), table);
    assertThat(breaks(definition(MAPPER.readTree(file.toFile())), current))
        .as("table %s, as released in %s", table, file.getParent().getFileName())
        .isEmpty();
  }

  @Test
  void everyTableIsReleased() throws IOException {
    assertThat(released().map(file -> file.getFileName().toString().replace(".json", "")))
        .containsAll(BigQueryTables.NAMES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\": \"place\" | \"name\": \"spot\" | column t.place is not defined",
        "\"name\": \"birth_year\", \"type\": \"INT64\" | \"name\": \"birth_year\", \"type\":"
            + " \"STRING\" | column t.birth_year is INT64, not STRING",
        "\"name\": \"place\", \"type\": \"STRING\", \"mode\": \"NULLABLE\" | \"name\": \"place\","
            + " \"type\": \"STRING\", \"mode\": \"REQUIRED\" | column t.place is NULLABLE, not"
            + " REQUIRED",
        "{\"name\": \"place\" | {\"name\": \"new\", \"type\": \"STRING\", \"mode\": \"REQUIRED\","
            + " \"description\": \"n\"}, {\"name\": \"place\" | column t.new is missing: STRING"
            + " REQUIRED",
        "\"field\": \"event_time\" | \"field\": \"ingested_at\" | partition",
      })
  void aChangeThatBreaksQueriesOrNeedsARewriteIsTold(String from, String to, String message)
      throws IOException {
    assertThat(mutated(from, to)).anySatisfy(text -> assertThat(text).contains(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": \"place\" | {\"name\": \"new\", \"type\": \"STRING\", \"mode\": \"NULLABLE\","
            + " \"description\": \"n\"}, {\"name\": \"place\"",
        "[PII] Where the device was | [PII] The place of the device",
      })
  void aChangeThatTablesCreateCanMakeIsFree(String from, String to) throws IOException {
    assertThat(mutated(from, to)).isEmpty();
  }

  private static List<String> mutated(String from, String to) throws IOException {
    String released = Files.readString(RELEASED.resolve("0.1.0").resolve("active_users.json"));
    assertThat(released).contains(from);
    return breaks(
        definition(MAPPER.readTree(released)),
        definition(MAPPER.readTree(released.replace(from, to))));
  }

  /** What {@code tables create} could not bring to a released table. */
  private static List<String> breaks(TableInfo released, TableInfo current) {
    return TableComparison.compare(current, released).stream()
        .filter(difference -> !difference.mendable())
        .map(
            difference ->
                difference.text()
                    + ". Breaks released tables, and queries of them. Instead: keep the column as"
                    + " it was, and add a NULLABLE one of another name.")
        .toList();
  }

  private static TableInfo definition(JsonNode table) {
    return TableDefinitionReader.read(TableId.of("p", "d", "t"), table);
  }
}
