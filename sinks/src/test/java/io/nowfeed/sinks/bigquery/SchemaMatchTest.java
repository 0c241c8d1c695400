package io.nowfeed.sinks.bigquery;

import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.BYTES;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.DOUBLE;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.INT64;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.STRING;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.TIME;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.TIMESTAMP;
import static io.nowfeed.sinks.bigquery.Columns.nullable;
import static io.nowfeed.sinks.bigquery.Columns.repeated;
import static io.nowfeed.sinks.bigquery.Columns.required;
import static io.nowfeed.sinks.bigquery.Columns.struct;
import static io.nowfeed.sinks.bigquery.Columns.table;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.Int64Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of a record and a table that do not fit. */
class SchemaMatchTest {

  enum Color {
    RED
  }

  record Plain(Long whole, Integer small, Double ratio, Boolean flag, String text, Color color) {}

  record Point(int rank, String contentId, Inner inner) {}

  record Inner(Double score) {}

  record Outer(Point single, List<Point> points, List<String> tags, Set<Color> colors) {}

  record When(long at) {}

  record Anything(Object thing, List<?> things) {}

  @Test
  void everyMismatchIsListed() {
    TableSchema schema =
        table(
            nullable("whole", STRING),
            required("event_id", STRING),
            repeated("ratio", DOUBLE),
            struct("flag", nullable("x", INT64)),
            nullable("text", TIME),
            nullable("color", BYTES));

    assertThatThrownBy(() -> RecordEncoder.of(Plain.class, schema, "p.d.t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "BigQuery table p.d.t does not fit rows of type " + Plain.class.getName(),
            "column whole is STRING and takes String or an enum,"
                + " but component whole is java.lang.Long",
            "component small of Plain has no column small",
            "column ratio is REPEATED DOUBLE and takes a List of double or float,"
                + " but component ratio is java.lang.Double",
            "column flag is STRUCT and takes a record, but component flag is java.lang.Boolean",
            "column text is TIME and takes nothing this sink can write,"
                + " but component text is java.lang.String",
            "column color is BYTES and takes byte[]",
            "column event_id is REQUIRED, and Plain has no component");
  }

  @Test
  void mismatchInsideAStructNamesThePath() {
    TableSchema schema =
        table(
            struct("single", required("rank", STRING)),
            repeated("points", INT64),
            repeated("tags", STRING),
            repeated("colors", STRING));

    assertThatThrownBy(() -> RecordEncoder.of(Outer.class, schema, "p.d.t"))
        .hasMessageContainingAll(
            "column single.rank is STRING and takes String or an enum, but component rank is int",
            "component contentId of Point has no column single.content_id",
            "component inner of Point has no column single.inner",
            "column points is REPEATED INT64");
  }

  @Test
  void typesThatSayNothingDoNotFit() {
    TableSchema schema = table(nullable("thing", STRING), repeated("things", STRING));

    assertThatThrownBy(() -> RecordEncoder.of(Anything.class, schema, "p.d.t"))
        .hasMessageContainingAll(
            "component thing is java.lang.Object", "component things is java.util.List<?>");
  }

  @Test
  void picosecondTimestampsAreNotSupported() {
    TableFieldSchema picoseconds =
        nullable("at", TIMESTAMP).toBuilder().setTimestampPrecision(Int64Value.of(12)).build();

    assertThatThrownBy(() -> RecordEncoder.of(When.class, table(picoseconds), "p.d.t"))
        .hasMessageContaining("column at is TIMESTAMP and takes nothing this sink can write");
  }
}
