package io.nowfeed.jobs.analytics;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.StandardTableDefinition;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The columns of tables, and those that rows want. */
final class TableColumns {
  private TableColumns() {}

  /** The columns of a table. */
  static FieldList of(String table) {
    StandardTableDefinition definition =
        BigQueryTables.definition(BigQueryConnection.google("p", "d"), table).getDefinition();
    return definition.getSchema().getFields();
  }

  /** Their names, in order. */
  static List<String> names(FieldList columns) {
    return columns.stream().map(Field::getName).toList();
  }

  /** The names of columns that a row's components want, in order. */
  static List<String> names(Class<? extends Record> row) {
    return Stream.of(row.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }
}
