package io.nowfeed.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.sinks.archive.ArchiveTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The schemas are files, so that a change of what analysts and models read shows in review. */
class ArchiveSchemaTest {
  /** Tests run in the module's folder. */
  private static final Path FOLDER =
      Path.of("..", "sinks", "src", "main", "resources", "io", "nowfeed", "sinks", "archive");

  private static final Map<String, Class<? extends Record>> ROWS =
      Map.of(
          ArchiveTables.ENRICHED_INTERACTIONS, EnrichedInteractionRow.class,
          ArchiveTables.RECOMMENDATIONS, RecommendationsRow.class);

  @Test
  void schemasHaveTheColumnsOfBigQuerysTables() throws IOException {
    for (Map.Entry<String, Class<? extends Record>> row : ROWS.entrySet()) {
      Schema expected = ArchiveSchemas.of(row.getKey(), row.getValue());
      Path file = FOLDER.resolve(row.getKey() + ".avsc");
      if (Boolean.getBoolean("regenerate")) {
        Files.writeString(file, expected.toString(true) + "\n", StandardCharsets.UTF_8);
      }
      assertThat(file)
          .as(
              "%s; regenerate it by mvn -pl jobs -am test -Dtest=ArchiveSchemaTest"
                  + " -Dregenerate=true -Dsurefire.failIfNoSpecifiedTests=false",
              file)
          .content(StandardCharsets.UTF_8)
          .isEqualTo(expected.toString(true) + "\n");
    }
  }

  @Test
  void everyTableIsCompared() {
    assertThat(ROWS).containsOnlyKeys(ArchiveTables.NAMES);
  }

  @Test
  void momentsAndNullsAreWhatTheyAre() {
    Schema schema = ArchiveTables.schema(ArchiveTables.ENRICHED_INTERACTIONS);

    Schema eventTime = schema.getField("event_time").schema();
    assertThat(eventTime.getLogicalType()).isEqualTo(LogicalTypes.timestampMillis());
    assertThat(schema.getField("user_id").schema().isNullable()).isTrue();
    assertThat(schema.getField("event_id").schema().isNullable()).isFalse();
    assertThat(schema.getFields()).allSatisfy(field -> assertThat(field.doc()).isNotBlank());
  }
}
