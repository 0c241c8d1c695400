package io.nowfeed.sinks.bigquery;

import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.BIGNUMERIC;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.BOOL;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.BYTES;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.DATE;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.DOUBLE;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.GEOGRAPHY;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.INT64;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.JSON;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.NUMERIC;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.STRING;
import static com.google.cloud.bigquery.storage.v1.TableFieldSchema.Type.TIMESTAMP;
import static io.nowfeed.sinks.bigquery.Columns.nullable;
import static io.nowfeed.sinks.bigquery.Columns.repeated;
import static io.nowfeed.sinks.bigquery.Columns.repeatedStruct;
import static io.nowfeed.sinks.bigquery.Columns.required;
import static io.nowfeed.sinks.bigquery.Columns.struct;
import static io.nowfeed.sinks.bigquery.Columns.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.storage.v1.BigDecimalByteStringEncoder;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the encoder writes, read back with protobuf's own reader and the official descriptor. */
class RecordEncoderTest {

  enum Color {
    RED
  }

  record Primitives(long whole, int small, short tiny, double ratio, float coarse, boolean flag) {}

  record Boxed(Long whole, Integer small, Double ratio, Boolean flag, String text, Color color) {}

  record Times(
      long at, Long atBoxed, Instant instant, LocalDate day, int dayNumber, Long dayNumberBoxed) {}

  @SuppressWarnings("ArrayRecordComponent") // how a record holds a BYTES column
  record Special(BigDecimal price, BigDecimal mass, byte[] picture, String document) {}

  record Point(int rank, String contentId, Inner inner) {}

  record Inner(Double score) {}

  record Nested(Point single, List<Point> points, List<String> tags, Set<Color> colors) {}

  record Text(String text) {}

  record TextAndDepth(Text a, List<Text> b) {}

  record Track(String name, List<Point> points) {}

  record Tracks(List<Track> tracks) {}

  record When(long at) {}

  record Day(LocalDate day) {}

  record Price(BigDecimal price) {}

  private static final TableSchema BOXED =
      table(
          nullable("whole", INT64),
          nullable("small", INT64),
          nullable("ratio", DOUBLE),
          nullable("flag", BOOL),
          nullable("text", STRING),
          nullable("color", STRING));

  private static final TableFieldSchema[] POINT = {
    required("rank", INT64),
    required("content_id", STRING),
    struct("inner", nullable("score", DOUBLE))
  };

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, -1, Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE})
  void primitivesOfEveryWidth(long value) {
    TableSchema schema =
        table(
            required("whole", INT64),
            nullable("small", INT64),
            nullable("tiny", INT64),
            nullable("ratio", DOUBLE),
            nullable("coarse", DOUBLE),
            nullable("flag", BOOL));

    DynamicMessage read =
        roundTrip(
            schema,
            Primitives.class,
            new Primitives(value, (int) value, (short) value, value / 3.0, 0.5f, value > 0));

    assertThat(get(read, "whole")).isEqualTo(value);
    assertThat(get(read, "small")).isEqualTo((long) (int) value);
    assertThat(get(read, "tiny")).isEqualTo((long) (short) value);
    assertThat(get(read, "ratio")).isEqualTo(value / 3.0);
    assertThat(get(read, "coarse")).isEqualTo(0.5);
    assertThat(get(read, "flag")).isEqualTo(value > 0);
  }

  @Test
  void boxedValuesAndEnums() {
    DynamicMessage read =
        roundTrip(BOXED, Boxed.class, new Boxed(7L, -7, 1.5, true, "Zürich 日本 😀", Color.RED));

    assertThat(get(read, "whole")).isEqualTo(7L);
    assertThat(get(read, "small")).isEqualTo(-7L);
    assertThat(get(read, "ratio")).isEqualTo(1.5);
    assertThat(get(read, "flag")).isEqualTo(true);
    assertThat(get(read, "text")).isEqualTo("Zürich 日本 😀");
    assertThat(get(read, "color")).isEqualTo("RED");
  }

  @Test
  void nullIsAnAbsentField() {
    DynamicMessage read =
        roundTrip(BOXED, Boxed.class, new Boxed(null, null, null, null, null, null));

    assertThat(read.getAllFields()).isEmpty();
  }

  @Test
  void timesBecomeMicrosecondsAndDays() {
    TableSchema schema =
        table(
            required("at", TIMESTAMP),
            nullable("at_boxed", TIMESTAMP),
            nullable("instant", TIMESTAMP),
            nullable("day", DATE),
            nullable("day_number", DATE),
            nullable("day_number_boxed", DATE));
    Instant instant = Instant.parse("1969-12-31T23:59:59.123456789Z");

    DynamicMessage read =
        roundTrip(
            schema,
            Times.class,
            new Times(1_700_000_000_123L, -1L, instant, LocalDate.of(1969, 12, 31), 19_000, -2L));

    assertThat(get(read, "at")).isEqualTo(1_700_000_000_123_000L);
    assertThat(get(read, "at_boxed")).isEqualTo(-1_000L);
    assertThat(get(read, "instant")).isEqualTo(-876_544L);
    assertThat(get(read, "day")).isEqualTo(-1);
    assertThat(get(read, "day_number")).isEqualTo(19_000);
    assertThat(get(read, "day_number_boxed")).isEqualTo(-2);
  }

  @Test
  void decimalsBytesAndJson() {
    TableSchema schema =
        table(
            nullable("price", NUMERIC),
            nullable("mass", BIGNUMERIC),
            nullable("picture", BYTES),
            nullable("document", JSON));
    BigDecimal price = new BigDecimal("-12345.678900000");
    BigDecimal mass = new BigDecimal("0.00000000000000000000000000000000000001");

    DynamicMessage read =
        roundTrip(
            schema, Special.class, new Special(price, mass, new byte[] {0, -1, 127}, "{\"a\": 1}"));

    assertThat(BigDecimalByteStringEncoder.decodeNumericByteString((ByteString) get(read, "price")))
        .isEqualByComparingTo(price);
    assertThat(
            BigDecimalByteStringEncoder.decodeBigNumericByteString((ByteString) get(read, "mass")))
        .isEqualByComparingTo(mass);
    assertThat(get(read, "picture")).isEqualTo(ByteString.copyFrom(new byte[] {0, -1, 127}));
    assertThat(get(read, "document")).isEqualTo("{\"a\": 1}");
  }

  @Test
  void structsAndArrays() {
    TableSchema schema =
        table(
            struct("single", POINT),
            repeatedStruct("points", POINT),
            repeated("tags", STRING),
            repeated("colors", STRING));
    Point first = new Point(1, "a", new Inner(0.5));
    Point second = new Point(2, "b", null);

    DynamicMessage read =
        roundTrip(
            schema,
            Nested.class,
            new Nested(first, List.of(first, second), List.of("x", "", "z"), Set.of(Color.RED)));

    assertPoint((DynamicMessage) get(read, "single"), first);
    List<?> points = (List<?>) get(read, "points");
    assertThat(points).hasSize(2);
    assertPoint((DynamicMessage) points.get(0), first);
    assertPoint((DynamicMessage) points.get(1), second);
    assertThat(get(read, "tags")).isEqualTo(List.of("x", "", "z"));
    assertThat(get(read, "colors")).isEqualTo(List.of("RED"));
  }

  @Test
  void arraysWithinArrays() {
    TableSchema schema =
        table(repeatedStruct("tracks", required("name", STRING), repeatedStruct("points", POINT)));
    Point first = new Point(1, "a".repeat(200), new Inner(0.5));
    Point second = new Point(2, "b", null);

    DynamicMessage read =
        roundTrip(
            schema,
            Tracks.class,
            new Tracks(
                List.of(
                    new Track("up", List.of(first, second)),
                    new Track("none", List.of()),
                    new Track("down", List.of(second)))));

    List<?> tracks = (List<?>) get(read, "tracks");
    assertThat(tracks)
        .extracting(track -> get((DynamicMessage) track, "name"))
        .containsExactly("up", "none", "down");
    List<?> up = (List<?>) get((DynamicMessage) tracks.get(0), "points");
    assertThat(up).hasSize(2);
    assertPoint((DynamicMessage) up.get(0), first);
    assertPoint((DynamicMessage) up.get(1), second);
    assertThat((List<?>) get((DynamicMessage) tracks.get(1), "points")).isEmpty();
    assertThat((List<?>) get((DynamicMessage) tracks.get(2), "points")).hasSize(1);
  }

  @Test
  void missingListIsAnEmptyArray() {
    TableSchema schema =
        table(
            struct("single", POINT),
            repeatedStruct("points", POINT),
            repeated("tags", STRING),
            repeated("colors", STRING));

    DynamicMessage read = roundTrip(schema, Nested.class, new Nested(null, null, null, null));

    assertThat(read.getAllFields()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 124, 126, 127, 128, 16_382, 16_383, 16_384, 2_100_000})
  void lengthsThatNeedOneToFourBytes(int length) {
    TableSchema schema =
        table(struct("a", nullable("text", STRING)), repeatedStruct("b", nullable("text", STRING)));
    String ascii = "x".repeat(length);
    String wide = "x".repeat(Math.max(0, length - 1)) + "é";

    DynamicMessage read =
        roundTrip(
            schema,
            TextAndDepth.class,
            new TextAndDepth(new Text(ascii), List.of(new Text(wide), new Text("end"))));

    assertThat(get((DynamicMessage) get(read, "a"), "text")).isEqualTo(ascii);
    List<?> texts = (List<?>) get(read, "b");
    assertThat(get((DynamicMessage) texts.get(0), "text")).isEqualTo(wide);
    assertThat(get((DynamicMessage) texts.get(1), "text")).isEqualTo("end");
  }

  @Test
  void unpairedSurrogateDoesNotStopARow() {
    DynamicMessage read =
        roundTrip(table(nullable("text", STRING)), Text.class, new Text("a\ud800b"));

    assertThat(get(read, "text")).isEqualTo("a?b");
  }

  @Test
  void rowsDoNotLeakIntoEachOther() throws InvalidProtocolBufferException {
    RecordEncoder<Text> encoder =
        RecordEncoder.of(Text.class, table(nullable("text", STRING)), "p.d.t");

    ByteString first = encoder.encode(new Text("a long first text"));
    ByteString second = encoder.encode(new Text(null));

    assertThat(get(DynamicMessage.parseFrom(encoder.descriptor(), first), "text"))
        .isEqualTo("a long first text");
    assertThat(second.isEmpty()).isTrue();
  }

  @Test
  void columnsMayBeInAnyOrderCaseAndMore() {
    TableSchema schema =
        table(
            nullable("unknown_to_us", GEOGRAPHY),
            repeatedStruct("POINTS", POINT),
            repeated("Colors", STRING),
            repeated("tags", STRING),
            struct("single", POINT));

    DynamicMessage read =
        roundTrip(schema, Nested.class, new Nested(null, null, List.of("t"), Set.of()));

    assertThat(get(read, "tags")).isEqualTo(List.of("t"));
    assertThat(read.getAllFields()).hasSize(1);
  }

  @Test
  void nullInARequiredColumnIsRefused() {
    RecordEncoder<Text> encoder =
        RecordEncoder.of(Text.class, table(required("text", STRING)), "p.d.t");

    assertThatThrownBy(() -> encoder.encode(new Text(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column text: it is REQUIRED, and the row's value is null");
  }

  @Test
  void nullInAnArrayIsRefused() {
    TableSchema schema =
        table(struct("a", nullable("text", STRING)), repeatedStruct("b", required("text", STRING)));
    RecordEncoder<TextAndDepth> encoder = RecordEncoder.of(TextAndDepth.class, schema, "p.d.t");
    List<Text> withNull = new ArrayList<>(Arrays.asList(new Text("a"), null));

    assertThatThrownBy(() -> encoder.encode(new TextAndDepth(null, withNull)))
        .hasMessage("column b: an element is null, and BigQuery has no NULL in arrays");
    assertThatThrownBy(() -> encoder.encode(new TextAndDepth(null, List.of(new Text(null)))))
        .hasMessage("column b.text: it is REQUIRED, and the row's value is null");
  }

  @Test
  void valuesOutOfTheColumnsRangeAreRefused() {
    RecordEncoder<When> when =
        RecordEncoder.of(When.class, table(nullable("at", TIMESTAMP)), "p.d.t");
    RecordEncoder<Day> day = RecordEncoder.of(Day.class, table(nullable("day", DATE)), "p.d.t");
    RecordEncoder<Price> price =
        RecordEncoder.of(Price.class, table(nullable("price", NUMERIC)), "p.d.t");

    assertThatThrownBy(() -> when.encode(new When(Long.MIN_VALUE)))
        .hasMessageStartingWith("column at: -9223372036854775808 epoch milliseconds is no");
    assertThatThrownBy(() -> day.encode(new Day(LocalDate.of(10_000, 1, 1))))
        .hasMessageStartingWith("column day: 2932897 epoch days is no DATE");
    assertThatThrownBy(() -> price.encode(new Price(new BigDecimal("1e40"))))
        .hasMessageStartingWith("column price: ");
  }

  @Test
  void theEdgesOfTimeFit() {
    RecordEncoder<When> when =
        RecordEncoder.of(When.class, table(nullable("at", TIMESTAMP)), "p.d.t");

    assertThat(when.encode(new When(Instant.parse("0001-01-01T00:00:00Z").toEpochMilli())).size())
        .isPositive();
    assertThat(
            when.encode(new When(Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli())).size())
        .isPositive();
  }

  private static void assertPoint(DynamicMessage read, Point expected) {
    assertThat(get(read, "rank")).isEqualTo((long) expected.rank());
    assertThat(get(read, "content_id")).isEqualTo(expected.contentId());
    FieldDescriptor inner = read.getDescriptorForType().findFieldByName("inner");
    assertThat(read.hasField(inner)).isEqualTo(expected.inner() != null);
    if (expected.inner() != null) {
      assertThat(get((DynamicMessage) read.getField(inner), "score"))
          .isEqualTo(expected.inner().score());
    }
  }

  private static <T extends Record> DynamicMessage roundTrip(
      TableSchema schema, Class<T> type, T row) {
    RecordEncoder<T> encoder = RecordEncoder.of(type, schema, "p.d.t");
    try {
      return DynamicMessage.parseFrom(encoder.descriptor(), encoder.encode(row));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("not protobuf", e);
    }
  }

  private static Object get(DynamicMessage message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }
}
