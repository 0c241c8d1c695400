package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class BigQueryTablesTest {
  static final List<String> TABLES = BigQueryTables.NAMES;

  private static final Set<String> PERSONAL =
      Set.of("user_id", "session_id", "device_id", "birth_year", "gender", "place", "interests");

  @ParameterizedTest
  @FieldSource("TABLES")
  void everyColumnIsDescribedAndNamedAsSqlLikes(String table) {
    assertDescribed(definition(table).getSchema().getFields());
  }

  @ParameterizedTest
  @FieldSource("TABLES")
  void personalColumnsSaySo(String table) {
    for (Field column : definition(table).getSchema().getFields()) {
      assertThat(column.getDescription().startsWith("[PII] "))
          .as("%s.%s", table, column.getName())
          .isEqualTo(PERSONAL.contains(column.getName()));
    }
    boolean personal =
        definition(table).getSchema().getFields().stream()
            .anyMatch(column -> PERSONAL.contains(column.getName()));
    assertThat(info(table).getLabels())
        .containsEntry("pii", personal ? "yes" : "no")
        .containsEntry("owner", "nowfeed")
        .containsEntry("system", "nowfeed");
  }

  @ParameterizedTest
  @FieldSource("TABLES")
  void clusteringNamesColumnsThatCanCluster(String table) {
    FieldList columns = definition(table).getSchema().getFields();
    List<String> clustering = Objects.requireNonNull(definition(table).getClustering()).getFields();

    assertThat(clustering).hasSizeBetween(1, 4);
    for (String column : clustering) {
      assertThat(columns.get(column).getMode()).isNotEqualTo(Field.Mode.REPEATED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "enriched_interactions, event_time",
    "active_users, event_time",
    "popularity, window_start",
    "recommendations, generated_at",
    "relevance, event_time"
  })
  void partitionedByDay(String table, String column) {
    TimePartitioning partitioning = definition(table).getTimePartitioning();

    assertThat(partitioning.getType()).isEqualTo(TimePartitioning.Type.DAY);
    assertThat(partitioning.getField()).isEqualTo(column);
    Field field = definition(table).getSchema().getFields().get(column);
    assertThat(field.getType().getStandardType().name()).isEqualTo("TIMESTAMP");
    assertThat(field.getMode()).isEqualTo(Field.Mode.REQUIRED);
  }

  @Test
  void rowsThatComeFromAnInputNameIt() {
    for (String table : List.of("enriched_interactions", "active_users", "relevance")) {
      assertThat(originModes(table)).containsOnly(Field.Mode.REQUIRED);
    }
  }

  @Test
  void aListThatAWithdrawalMadeComesFromNoInput() {
    assertThat(originModes("recommendations")).containsOnly(Field.Mode.NULLABLE);
  }

  private static List<Field.Mode> originModes(String table) {
    FieldList columns = definition(table).getSchema().getFields();
    return Stream.of("origin_topic", "origin_partition", "origin_offset")
        .map(column -> columns.get(column).getMode())
        .toList();
  }

  @Test
  void unknownTableIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> info("users"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "No BigQuery table is called users: there are [enriched_interactions");
  }

  private static void assertDescribed(FieldList columns) {
    for (Field column : columns) {
      assertThat(column.getName()).matches("[a-z][a-z_]*");
      assertThat(column.getDescription())
          .as(column.getName())
          .hasSizeBetween(10, 200)
          .endsWith(".");
      if (column.getSubFields() != null) {
        assertDescribed(column.getSubFields());
      }
    }
  }

  private static StandardTableDefinition definition(String table) {
    return info(table).getDefinition();
  }

  private static TableInfo info(String table) {
    return BigQueryTables.definition(BigQueryConnection.google("p", "d"), table);
  }
}
