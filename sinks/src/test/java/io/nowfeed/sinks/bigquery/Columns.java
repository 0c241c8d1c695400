package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import java.util.List;

/** Columns in one line each. */
final class Columns {
  private Columns() {}

  static TableSchema table(TableFieldSchema... columns) {
    return TableSchema.newBuilder().addAllFields(List.of(columns)).build();
  }

  static TableFieldSchema nullable(String name, TableFieldSchema.Type type) {
    return column(name, type, TableFieldSchema.Mode.NULLABLE);
  }

  static TableFieldSchema required(String name, TableFieldSchema.Type type) {
    return column(name, type, TableFieldSchema.Mode.REQUIRED);
  }

  static TableFieldSchema repeated(String name, TableFieldSchema.Type type) {
    return column(name, type, TableFieldSchema.Mode.REPEATED);
  }

  static TableFieldSchema struct(String name, TableFieldSchema... columns) {
    return nullable(name, TableFieldSchema.Type.STRUCT).toBuilder()
        .addAllFields(List.of(columns))
        .build();
  }

  static TableFieldSchema repeatedStruct(String name, TableFieldSchema... columns) {
    return repeated(name, TableFieldSchema.Type.STRUCT).toBuilder()
        .addAllFields(List.of(columns))
        .build();
  }

  private static TableFieldSchema column(
      String name, TableFieldSchema.Type type, TableFieldSchema.Mode mode) {
    return TableFieldSchema.newBuilder().setName(name).setType(type).setMode(mode).build();
  }
}
