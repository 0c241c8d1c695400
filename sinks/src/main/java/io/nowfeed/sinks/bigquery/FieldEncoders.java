package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Builds the field encoders: by mode of the column, and without boxing for primitives. */
final class FieldEncoders {
  private FieldEncoders() {}

  /** For a primitive component; the caller has checked that the column takes its type. */
  static FieldEncoder primitive(
      RecordComponent component, TableFieldSchema.Type type, int number, String column) {
    if (component.getType() == boolean.class) {
      return truth(RecordAccessors.ofBoolean(component), number);
    }
    if (component.getType() == double.class || component.getType() == float.class) {
      return floating(RecordAccessors.ofDouble(component), number);
    }
    return whole(RecordAccessors.ofLong(component), type, number, column);
  }

  /** For a component that may be null, which a REQUIRED column does not take. */
  static FieldEncoder single(
      RecordComponent component, ValueEncoder encoder, boolean required, String column) {
    Function<Object, Object> accessor = RecordAccessors.ofObject(component);
    return (row, out) -> {
      Object value = accessor.apply(row);
      if (value != null) {
        encode(encoder, value, out, column);
      } else if (required) {
        throw new RowException(column, "it is REQUIRED, and the row's value is null");
      }
    };
  }

  /** For a collection; null counts as empty, as it does in BigQuery. */
  static FieldEncoder repeated(RecordComponent component, ValueEncoder encoder, String column) {
    Function<Object, Object> accessor = RecordAccessors.ofObject(component);
    return (row, out) -> {
      Collection<?> values = (Collection<?>) accessor.apply(row);
      if (values == null) {
        return;
      }
      for (Object value : values) {
        if (value == null) {
          throw new RowException(column, "an element is null, and BigQuery has no NULL in arrays");
        }
        encode(encoder, value, out, column);
      }
    };
  }

  private static FieldEncoder truth(Predicate<Object> accessor, int number) {
    int tag = ValueEncoder.tag(number, ValueEncoder.VARINT);
    return (row, out) -> {
      out.varint(tag);
      out.varint(accessor.test(row) ? 1 : 0);
    };
  }

  private static FieldEncoder floating(ToDoubleFunction<Object> accessor, int number) {
    int tag = ValueEncoder.tag(number, ValueEncoder.FIXED64);
    return (row, out) -> {
      out.varint(tag);
      out.fixed64(Double.doubleToRawLongBits(accessor.applyAsDouble(row)));
    };
  }

  private static FieldEncoder whole(
      ToLongFunction<Object> accessor, TableFieldSchema.Type type, int number, String column) {
    int tag = ValueEncoder.tag(number, ValueEncoder.VARINT);
    LongUnaryOperator unit = ColumnUnits.ofColumn(type);
    ValueEncoder encoder =
        (row, out) -> {
          out.varint(tag);
          out.varint(unit.applyAsLong(accessor.applyAsLong(row)));
        };
    return (row, out) -> encode(encoder, row, out, column);
  }

  /** Names the column in what the value encoder complains about, once. */
  private static void encode(ValueEncoder encoder, Object value, WireBuffer out, String column) {
    try {
      encoder.encode(value, out);
    } catch (RowException e) {
      throw e;
    } catch (IllegalArgumentException | ArithmeticException e) {
      RowException named = new RowException(column, e.getMessage());
      named.initCause(e);
      throw named;
    }
  }
}
