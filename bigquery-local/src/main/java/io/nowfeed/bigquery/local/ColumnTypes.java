package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema.Mode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import java.util.stream.Collectors;

/**
 * BigQuery's column types as DuckDB's. REQUIRED is checked when rows are decoded, not by DuckDB:
 * relaxing a column then needs no change of the table.
 */
final class ColumnTypes {
  /**
   * DuckDB's decimals end at 38 digits, BIGNUMERIC's at 76: 20 before and 18 after the point are
   * kept, and what does not fit is refused rather than rounded.
   */
  static final int BIGNUMERIC_SCALE = 18;

  static final int NUMERIC_SCALE = 9;
  static final int DECIMAL_DIGITS = 38;

  private ColumnTypes() {}

  /** The column list of a CREATE TABLE. */
  static String columns(TableSchema schema) {
    return schema.getFieldsList().stream()
        .map(ColumnTypes::column)
        .collect(Collectors.joining(", "));
  }

  /** Name and type, as CREATE TABLE and ADD COLUMN take them. */
  static String column(TableFieldSchema field) {
    return Sql.quote(field.getName()) + " " + type(field);
  }

  private static String type(TableFieldSchema field) {
    String element = elementType(field);
    return field.getMode() == Mode.REPEATED ? element + "[]" : element;
  }

  private static String elementType(TableFieldSchema field) {
    return switch (field.getType()) {
      case INT64 -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOL -> "BOOLEAN";
      case BYTES -> "BLOB";
      case TIMESTAMP -> "TIMESTAMPTZ";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case DATETIME -> "TIMESTAMP";
      case NUMERIC -> decimal(NUMERIC_SCALE);
      case BIGNUMERIC -> decimal(BIGNUMERIC_SCALE);
      case JSON -> "JSON";
      case STRING, GEOGRAPHY -> "VARCHAR";
      case STRUCT ->
          field.getFieldsList().stream()
              .map(ColumnTypes::column)
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
      default -> throw new IllegalArgumentException("no column type for " + field.getType());
    };
  }

  private static String decimal(int scale) {
    return "DECIMAL(" + DECIMAL_DIGITS + "," + scale + ")";
  }
}
