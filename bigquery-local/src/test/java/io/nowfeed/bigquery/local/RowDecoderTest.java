package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.bigquery.storage.v1.BigDecimalByteStringEncoder;
import com.google.cloud.bigquery.storage.v1.CivilTimeEncoder;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Int64Value;
import com.google.protobuf.util.Timestamps;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of each proto type in each column type, without a server. */
class RowDecoderTest {
  private static final LocalDateTime CIVIL = LocalDateTime.parse("2024-02-29T01:02:03.000004");
  private static final OffsetDateTime INSTANT = OffsetDateTime.parse("2024-02-29T01:02:03.000004Z");
  private static final long MICROS = 1_709_168_523_000_004L;

  @Test
  void integers() {
    assertThat(decode("INT64", "INT64", -5L)).isEqualTo(-5L);
    assertThat(decode("INT64", "INT32", -5)).isEqualTo(-5L);
    assertThat(decode("INT64", "UINT32", -1)).isEqualTo(4_294_967_295L);
  }

  @Test
  void floats() {
    assertThat(decode("DOUBLE", "DOUBLE", 1.5)).isEqualTo(1.5);
    assertThat(decode("DOUBLE", "FLOAT", 1.5f)).isEqualTo(1.5);
  }

  @Test
  void truths() {
    assertThat(decode("BOOL", "BOOL", true)).isEqualTo(true);
    assertThat(decode("BOOL", "INT64", 2L)).isEqualTo(true);
    assertThat(decode("BOOL", "INT32", 0)).isEqualTo(false);
  }

  @Test
  void textsAndBytes() {
    ByteString bytes = ByteString.copyFrom(new byte[] {0, -1});
    assertThat(decode("STRING", "STRING", "añ")).isEqualTo("añ");
    assertThat(decode("BYTES", "BYTES", bytes)).isEqualTo(new byte[] {0, -1});
    assertThat(decode("BYTES", "STRING", "a")).isEqualTo(new byte[] {'a'});
    assertThat(decode("JSON", "STRING", "{\"a\": 1}")).isEqualTo("{\"a\": 1}");
    assertThat(decode("GEOGRAPHY", "STRING", "POINT(1 2)")).isEqualTo("POINT(1 2)");
  }

  @Test
  void timestamps() {
    assertThat(decode("TIMESTAMP", "INT64", MICROS)).isEqualTo(INSTANT);
    assertThat(decode("TIMESTAMP", "STRING", "2024-02-29 01:02:03.000004 UTC")).isEqualTo(INSTANT);
    assertThat(decode("TIMESTAMP", "STRING", "2024-02-29T01:02:03.000004")).isEqualTo(INSTANT);
    assertThat((OffsetDateTime) decode("TIMESTAMP", "STRING", "2024-02-29T03:02:03.000004+02:00"))
        .isAtSameInstantAs(INSTANT);
    assertThat(decode("TIMESTAMP", "INT64", -1L))
        .isEqualTo(OffsetDateTime.parse("1969-12-31T23:59:59.999999Z"));
  }

  @Test
  void civilTimes() {
    LocalTime time = CIVIL.toLocalTime();
    assertThat(decode("DATE", "INT32", 19_782)).isEqualTo(CIVIL.toLocalDate());
    assertThat(decode("DATE", "STRING", "0001-01-01")).isEqualTo(LocalDate.of(1, 1, 1));
    assertThat(decode("TIME", "STRING", "01:02:03.000004")).isEqualTo(time);
    assertThat(decode("TIME", "INT64", CivilTimeEncoder.encodePacked64TimeMicrosLocalTime(time)))
        .isEqualTo(time);
    assertThat(decode("DATETIME", "STRING", "2024-02-29 01:02:03.000004")).isEqualTo(CIVIL);
    long packed = CivilTimeEncoder.encodePacked64DatetimeMicrosLocalDateTime(CIVIL);
    assertThat(decode("DATETIME", "INT64", packed)).isEqualTo(CIVIL);
  }

  @Test
  void decimals() {
    BigDecimal value = new BigDecimal("-12.500000001");
    ByteString numeric = BigDecimalByteStringEncoder.encodeToNumericByteString(value);
    ByteString bigNumeric = BigDecimalByteStringEncoder.encodeToBigNumericByteString(value);
    assertThat(decode("NUMERIC", "BYTES", numeric)).isEqualTo(value);
    assertThat(decode("NUMERIC", "STRING", "-12.500000001")).isEqualTo(value);
    assertThat(decode("NUMERIC", "INT64", 7L)).isEqualTo(new BigDecimal("7.000000000"));
    assertThat(decode("NUMERIC", "DOUBLE", 0.1)).isEqualTo(new BigDecimal("0.100000000"));
    assertThat(decode("BIGNUMERIC", "BYTES", bigNumeric)).isEqualTo(value.setScale(18));
  }

  @Test
  void wellKnownMessages() {
    assertThat(decode("TIMESTAMP", "google.protobuf.Timestamp", Timestamps.fromMicros(MICROS)))
        .isEqualTo(INSTANT);
    assertThat(decode("INT64", "google.protobuf.Int64Value", Int64Value.of(3))).isEqualTo(3L);
  }

  @ParameterizedTest
  @CsvSource({
    "NUMERIC,1.0000000001",
    "NUMERIC,123456789012345678901234567890",
    "NUMERIC,abc",
    "BIGNUMERIC,123456789012345678901",
    "DATE,2024-02-30",
    "DATE,+10000-01-01",
    "TIME,25:00:00",
    "DATETIME,2024-02-29",
    "TIMESTAMP,yesterday",
    "JSON,{nope",
    "JSON,''",
  })
  void valuesThatDoNotFitAreRowErrors(String column, String text) {
    assertThatExceptionOfType(RowsRefused.class)
        .isThrownBy(() -> decode(column, "STRING", text))
        .satisfies(refused -> assertThat(refused.errors().get(0).getMessage()).contains("root.C"));
  }

  @ParameterizedTest
  @CsvSource({
    "INT64,STRING",
    "INT64,UINT64",
    "DOUBLE,INT64",
    "STRING,INT64",
    "STRING,BYTES",
    "DATE,DOUBLE",
    "JSON,BYTES",
    "STRUCT,STRING",
    "INT64,google.protobuf.Timestamp",
  })
  void protoTypesTheColumnDoesNotTakeAreRefused(String column, String proto) {
    assertThatExceptionOfType(StorageRefusal.class)
        .isThrownBy(() -> decoder(column("C", column, Mode.NULLABLE), writer(field("c", proto))))
        .withMessageContaining("mismatched");
  }

  @Test
  void everyBadRowIsNamedAndNoneDecoded() {
    Descriptor writer = writer(field("c", "STRING"));
    RowDecoder decoder = decoder(column("c", "DATE", Mode.NULLABLE), writer);
    List<ByteString> rows =
        List.of(row(writer, "x"), row(writer, "2024-01-01"), row(writer, "2024-13-01"));
    assertThatExceptionOfType(RowsRefused.class)
        .isThrownBy(() -> decoder.decode(rows))
        .satisfies(
            refused ->
                assertThat(refused.errors())
                    .extracting(RowError::getIndex)
                    .containsExactly(0L, 2L));
  }

  @Test
  void absentIsNullUnlessRequired() {
    Descriptor writer = writer(field("c", "STRING"));
    List<ByteString> empty = List.of(ByteString.EMPTY);
    RowDecoder nullable = decoder(column("c", "STRING", Mode.NULLABLE), writer);
    assertThat(nullable.decode(empty).values().get(0).get(0)).isNull();
    RowDecoder required = decoder(column("c", "STRING", Mode.REQUIRED), writer);
    assertThatExceptionOfType(RowsRefused.class).isThrownBy(() -> required.decode(empty));
  }

  @Test
  void fieldsTheTableLacksAreRefused() {
    assertThatExceptionOfType(StorageRefusal.class)
        .isThrownBy(
            () ->
                decoder(
                    column("c", "STRING", Mode.NULLABLE),
                    writer(field("c", "STRING"), field("d", "STRING"))))
        .withMessageContaining("[d]");
  }

  @Test
  void changesNeedAPrimaryKey() {
    assertThatExceptionOfType(StorageRefusal.class)
        .isThrownBy(
            () ->
                decoder(
                    column("c", "STRING", Mode.NULLABLE),
                    writer(field("c", "STRING"), field("_change_type", "STRING"))))
        .withMessageContaining("_CHANGE_TYPE needs a primary key")
        .withMessageContaining("my-project:analytics.events");
  }

  private static Object decode(String column, String proto, Object value) {
    Descriptor writer = writer(field("c", proto));
    RowDecoder decoder = decoder(column("C", column, Mode.NULLABLE), writer);
    return decoder.decode(List.of(row(writer, value))).values().get(0).get(0);
  }

  private static RowDecoder decoder(TableFieldSchema column, Descriptor writer) {
    TableName name = new TableName("my-project", "analytics", "events");
    TableSchema schema = TableSchema.newBuilder().addFields(column).build();
    return new RowDecoder(new TableEntry(name, Json.object(), schema), writer, "stream");
  }

  private static TableFieldSchema column(String name, String type, Mode mode) {
    return TableFieldSchema.newBuilder()
        .setName(name)
        .setType(TableFieldSchema.Type.valueOf(type))
        .setMode(mode)
        .build();
  }

  private static FieldDescriptorProto.Builder field(String name, String type) {
    FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder().setName(name);
    return type.contains(".")
        ? field.setTypeName("." + type)
        : field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type));
  }

  private static Descriptor writer(FieldDescriptorProto.Builder... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("Row");
    for (int i = 0; i < fields.length; i++) {
      message.addField(
          fields[i].setNumber(i + 1).setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL));
    }
    ProtoSchema schema = ProtoSchema.newBuilder().setProtoDescriptor(message).build();
    return WriterSchema.descriptor(schema, "stream");
  }

  private static ByteString row(Descriptor writer, Object value) {
    FieldDescriptor field = writer.findFieldByName("c");
    return DynamicMessage.newBuilder(writer).setField(field, value).build().toByteString();
  }
}
