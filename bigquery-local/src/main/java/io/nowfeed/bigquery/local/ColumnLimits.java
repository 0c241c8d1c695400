package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a column's type parameters allow: {@code STRING(L)}, {@code BYTES(L)}, {@code NUMERIC(P, S)}
 * and {@code BIGNUMERIC(P, S)}. A value that is too long or out of range is refused; one with more
 * digits after the point than the scale is rounded, half away from zero, as the service does when
 * it stores.
 */
final class ColumnLimits {
  /**
   * {@code max(1, S) <= P <= S + 29}, with BIGNUMERIC {@code S + 38}, says the reference of
   * GoogleSQL's data types; {@code TableFieldSchema} says that one digit must be left before the
   * point, which the service does not ask for.
   */
  private static final int NUMERIC_WHOLE_DIGITS = 29;

  private static final int BIGNUMERIC_DIGITS = 38;

  private ColumnLimits() {}

  /**
   * Checks a column's parameters.
   *
   * @throws RestRefusal if its type does not take them, or not so large ones
   */
  static void refuseInvalid(TableFieldSchema column) {
    boolean text =
        column.getType() == TableFieldSchema.Type.STRING
            || column.getType() == TableFieldSchema.Type.BYTES;
    boolean decimal =
        column.getType() == TableFieldSchema.Type.NUMERIC
            || column.getType() == TableFieldSchema.Type.BIGNUMERIC;
    if (column.getMaxLength() != 0 && (!text || column.getMaxLength() < 0)) {
      throw invalid(column, "maxLength " + column.getMaxLength());
    }
    boolean limited = column.getPrecision() != 0 || column.getScale() != 0;
    if (limited && !(decimal && fits(column))) {
      throw invalid(
          column, "precision " + column.getPrecision() + " and scale " + column.getScale());
    }
  }

  private static RestRefusal invalid(TableFieldSchema column, String parameters) {
    return RestRefusal.invalid(
        "Field %s of type %s cannot have %s"
            .formatted(column.getName(), column.getType(), parameters));
  }

  private static boolean fits(TableFieldSchema column) {
    boolean numeric = column.getType() == TableFieldSchema.Type.NUMERIC;
    long whole = column.getPrecision() - column.getScale();
    return column.getPrecision() >= 1
        && whole >= 0
        && whole <= (numeric ? NUMERIC_WHOLE_DIGITS : BIGNUMERIC_DIGITS)
        && column.getScale() >= 0
        && column.getScale() <= (numeric ? ColumnTypes.NUMERIC_SCALE : BIGNUMERIC_DIGITS);
  }

  /** Whether a value that {@code present} takes may not fit {@code changed}. */
  static boolean narrows(TableFieldSchema present, TableFieldSchema changed) {
    return shorter(present.getMaxLength(), changed.getMaxLength())
        || shorter(present.getPrecision(), changed.getPrecision())
        || (changed.getPrecision() != 0
            && (changed.getScale() < present.getScale()
                || changed.getPrecision() - changed.getScale()
                    < present.getPrecision() - present.getScale()));
  }

  /** Zero stands for no limit. */
  private static boolean shorter(long present, long changed) {
    return changed != 0 && (present == 0 || changed < present);
  }

  /**
   * The value as the column stores it.
   *
   * @throws InvalidValueException if it is too long or out of range
   */
  static Object apply(TableFieldSchema column, Object value) {
    if (column.getMaxLength() > 0) {
      refuseLong(column, value);
    } else if (column.getPrecision() > 0) {
      return rounded(column, (BigDecimal) value);
    }
    return value;
  }

  /** A STRING is measured in characters, not in Java's UTF-16 units. */
  private static void refuseLong(TableFieldSchema column, Object value) {
    int length =
        value instanceof byte[] bytes
            ? bytes.length
            : ((String) value).codePointCount(0, ((String) value).length());
    if (length > column.getMaxLength()) {
      throw new InvalidValueException(
          "%s(%d) has maximum length %d but got a value with length %d"
              .formatted(column.getType(), column.getMaxLength(), column.getMaxLength(), length));
    }
  }

  private static BigDecimal rounded(TableFieldSchema column, BigDecimal value) {
    int scale = (int) column.getScale();
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() > column.getPrecision()) {
      throw new InvalidValueException(
          "%s(%d, %d) has precision %d and scale %d but got a value that is not in range: %s"
              .formatted(
                  column.getType(),
                  column.getPrecision(),
                  scale,
                  column.getPrecision(),
                  scale,
                  value.stripTrailingZeros().toPlainString()));
    }
    return rounded.setScale(value.scale(), RoundingMode.UNNECESSARY);
  }
}
