package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.BigDecimalByteStringEncoder;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/** Which Java type goes into which column type, and how. */
final class ScalarEncoders {
  private static final Set<Class<?>> WHOLE =
      Set.of(long.class, int.class, short.class, Long.class, Integer.class, Short.class);
  private static final Set<Class<?>> FLOATING =
      Set.of(double.class, float.class, Double.class, Float.class);
  private static final Set<Class<?>> TRUTH = Set.of(boolean.class, Boolean.class);
  private static final String WHOLE_NAMES = "long, int or short";

  private static final Map<TableFieldSchema.Type, String> ACCEPTED =
      Map.ofEntries(
          Map.entry(TableFieldSchema.Type.INT64, WHOLE_NAMES),
          Map.entry(TableFieldSchema.Type.DOUBLE, "double or float"),
          Map.entry(TableFieldSchema.Type.BOOL, "boolean"),
          Map.entry(TableFieldSchema.Type.STRING, "String or an enum"),
          Map.entry(TableFieldSchema.Type.JSON, "String"),
          Map.entry(TableFieldSchema.Type.GEOGRAPHY, "String"),
          Map.entry(TableFieldSchema.Type.BYTES, "byte[]"),
          Map.entry(TableFieldSchema.Type.TIMESTAMP, "long (epoch milliseconds) or Instant"),
          Map.entry(TableFieldSchema.Type.DATE, "LocalDate or a whole number (epoch days)"),
          Map.entry(TableFieldSchema.Type.NUMERIC, "BigDecimal"),
          Map.entry(TableFieldSchema.Type.BIGNUMERIC, "BigDecimal"));

  private ScalarEncoders() {}

  /** The Java types a column takes, in words; empty for a column type that is not supported. */
  static Optional<String> accepted(TableFieldSchema.Type column) {
    return Optional.ofNullable(ACCEPTED.get(column));
  }

  /** Empty if a column of this type cannot take this Java type. */
  static Optional<ValueEncoder> find(TableFieldSchema.Type column, Class<?> java, int number) {
    return Optional.ofNullable(
        switch (column) {
          case INT64 -> whole(column, java, number);
          case TIMESTAMP ->
              java == Instant.class
                  ? varint(number, value -> ColumnUnits.instantToMicros((Instant) value))
                  : whole(column, java, number);
          case DATE ->
              java == LocalDate.class
                  ? varint(number, value -> ColumnUnits.days(((LocalDate) value).toEpochDay()))
                  : whole(column, java, number);
          case DOUBLE -> FLOATING.contains(java) ? floating(number) : null;
          case BOOL ->
              TRUTH.contains(java) ? varint(number, value -> (Boolean) value ? 1 : 0) : null;
          case STRING -> string(java, number);
          case JSON, GEOGRAPHY -> java == String.class ? text(number) : null;
          case BYTES -> java == byte[].class ? bytes(number) : null;
          case NUMERIC ->
              decimal(java, number, BigDecimalByteStringEncoder::encodeToNumericByteString);
          case BIGNUMERIC ->
              decimal(java, number, BigDecimalByteStringEncoder::encodeToBigNumericByteString);
          default -> null;
        });
  }

  private static ValueEncoder whole(TableFieldSchema.Type column, Class<?> java, int number) {
    if (!WHOLE.contains(java)) {
      return null;
    }
    LongUnaryOperator unit = ColumnUnits.ofColumn(column);
    return varint(number, value -> unit.applyAsLong(((Number) value).longValue()));
  }

  private static ValueEncoder varint(int number, ToLongFunction<Object> toLong) {
    int tag = ValueEncoder.tag(number, ValueEncoder.VARINT);
    return (value, out) -> {
      out.varint(tag);
      out.varint(toLong.applyAsLong(value));
    };
  }

  private static ValueEncoder floating(int number) {
    int tag = ValueEncoder.tag(number, ValueEncoder.FIXED64);
    return (value, out) -> {
      out.varint(tag);
      out.fixed64(Double.doubleToRawLongBits(((Number) value).doubleValue()));
    };
  }

  private static ValueEncoder string(Class<?> java, int number) {
    if (java.isEnum()) {
      ValueEncoder text = text(number);
      return (value, out) -> text.encode(((Enum<?>) value).name(), out);
    }
    return java == String.class ? text(number) : null;
  }

  static ValueEncoder text(int number) {
    int tag = ValueEncoder.tag(number, ValueEncoder.DELIMITED);
    return (value, out) -> {
      out.varint(tag);
      out.text((String) value);
    };
  }

  private static ValueEncoder bytes(int number) {
    int tag = ValueEncoder.tag(number, ValueEncoder.DELIMITED);
    return (value, out) -> {
      out.varint(tag);
      out.bytes((byte[]) value);
    };
  }

  private static ValueEncoder decimal(
      Class<?> java, int number, Function<BigDecimal, ByteString> toBytes) {
    if (java != BigDecimal.class) {
      return null;
    }
    int tag = ValueEncoder.tag(number, ValueEncoder.DELIMITED);
    return (value, out) -> {
      out.varint(tag);
      out.bytes(toBytes.apply((BigDecimal) value));
    };
  }
}
