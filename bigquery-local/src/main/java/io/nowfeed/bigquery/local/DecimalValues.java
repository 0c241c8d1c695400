package io.nowfeed.bigquery.local;

import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** NUMERIC and BIGNUMERIC from numbers, literals and the service's packed bytes. */
final class DecimalValues {
  private static final int BIGNUMERIC_WIRE_SCALE = 38;

  private DecimalValues() {}

  /** 29 digits before the point, 9 after. */
  static BigDecimal numeric(Object scalar) {
    return fit("NUMERIC", scalar, ColumnTypes.NUMERIC_SCALE, ColumnTypes.NUMERIC_SCALE);
  }

  /** What DuckDB holds of it: 20 digits before the point, 18 after. */
  static BigDecimal bigNumeric(Object scalar) {
    return fit("BIGNUMERIC", scalar, BIGNUMERIC_WIRE_SCALE, ColumnTypes.BIGNUMERIC_SCALE);
  }

  private static BigDecimal parse(Object scalar, int packedScale) {
    try {
      return scalar instanceof ByteString packed
          ? unpack(packed, packedScale)
          : new BigDecimal(scalar.toString());
    } catch (NumberFormatException e) {
      throw new InvalidValueException("invalid decimal " + scalar);
    }
  }

  /** Two's complement with the lowest byte first, as BigDecimalByteStringEncoder writes it. */
  private static BigDecimal unpack(ByteString packed, int scale) {
    int length = packed.size();
    byte[] highestFirst = new byte[length];
    for (int i = 0; i < length; i++) {
      highestFirst[i] = packed.byteAt(length - 1 - i);
    }
    return new BigDecimal(new BigInteger(highestFirst), scale);
  }

  /** A binary fraction has no exact decimal of few digits, so only a double is rounded. */
  private static BigDecimal fit(String type, Object scalar, int packedScale, int scale) {
    BigDecimal value = parse(scalar, packedScale);
    RoundingMode rounding =
        scalar instanceof Double ? RoundingMode.HALF_UP : RoundingMode.UNNECESSARY;
    try {
      BigDecimal scaled = value.setScale(scale, rounding);
      if (scaled.precision() <= ColumnTypes.DECIMAL_DIGITS) {
        return scaled;
      }
    } catch (ArithmeticException tooManyDigits) {
      // Told below, together with the other way of not fitting.
    }
    throw new InvalidValueException(
        "%s %s does not fit %d digits before and %d after the point"
            .formatted(type, value.toPlainString(), ColumnTypes.DECIMAL_DIGITS - scale, scale));
  }
}
