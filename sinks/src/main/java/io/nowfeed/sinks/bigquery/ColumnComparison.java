package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What differs between the columns of a table and those of its definition, members included. */
final class ColumnComparison {
  private final List<TableDifference> found = new ArrayList<>();

  private ColumnComparison() {}

  /**
   * Compares.
   *
   * @param name of the table
   */
  static List<TableDifference> compare(String name, FieldList wanted, FieldList present) {
    ColumnComparison comparison = new ColumnComparison();
    comparison.compareAll(name, wanted, present);
    return comparison.found;
  }

  /**
   * The present columns, with the descriptions and members they lack, and behind them those that
   * are missing and can be added.
   */
  static FieldList mended(FieldList wanted, FieldList present) {
    Map<String, Field> missing = byName(wanted);
    List<Field> mended = new ArrayList<>();
    for (Field column : present) {
      Field definition = missing.remove(key(column));
      mended.add(definition == null ? column : mended(definition, column));
    }
    missing.values().stream().filter(column -> !isRequired(column)).forEach(mended::add);
    return FieldList.of(mended);
  }

  private static Field mended(Field wanted, Field present) {
    if (type(wanted) != type(present)) {
      return present;
    }
    Field.Builder mended = present.toBuilder().setDescription(wanted.getDescription());
    if (relaxes(wanted, present)) {
      mended.setMode(Field.Mode.NULLABLE);
    }
    if (wanted.getSubFields() != null) {
      mended.setType(
          present.getType(),
          mended(wanted.getSubFields(), present.getSubFields()).toArray(Field[]::new));
    }
    return mended.build();
  }

  private void compareAll(String parent, FieldList wanted, FieldList present) {
    Map<String, Field> unknown = byName(present);
    for (Field column : wanted) {
      String name = parent + "." + column.getName();
      Field there = unknown.remove(key(column));
      if (there == null) {
        found.add(missing(name, column));
      } else {
        compare(name, column, there);
      }
    }
    unknown
        .values()
        .forEach(
            column ->
                found.add(
                    TableDifference.lasting(
                        "column " + parent + "." + column.getName() + " is not defined")));
  }

  /** Rows that are there have no value, so a column that must have one cannot be added. */
  private static TableDifference missing(String name, Field column) {
    String text = "column " + name + " is missing: " + type(column) + " " + mode(column);
    return new TableDifference(text, !isRequired(column));
  }

  private void compare(String name, Field wanted, Field present) {
    if (type(wanted) != type(present)) {
      found.add(
          TableDifference.lasting(
              "column " + name + " is " + type(present) + ", not " + type(wanted)));
      return;
    }
    if (mode(wanted) != mode(present)) {
      found.add(
          new TableDifference(
              "column " + name + " is " + mode(present) + ", not " + mode(wanted),
              relaxes(wanted, present)));
    }
    if (!Objects.equals(wanted.getDescription(), present.getDescription())) {
      found.add(TableDifference.mendable("column " + name + " has another description"));
    }
    if (wanted.getSubFields() != null) {
      compareAll(name, wanted.getSubFields(), present.getSubFields());
    }
  }

  private static boolean relaxes(Field wanted, Field present) {
    return mode(wanted) == Field.Mode.NULLABLE && isRequired(present);
  }

  private static boolean isRequired(Field column) {
    return mode(column) == Field.Mode.REQUIRED;
  }

  private static StandardSQLTypeName type(Field column) {
    return column.getType().getStandardType();
  }

  /** BigQuery leaves out what goes without saying. */
  private static Field.Mode mode(Field column) {
    return column.getMode() == null ? Field.Mode.NULLABLE : column.getMode();
  }

  private static Map<String, Field> byName(FieldList columns) {
    Map<String, Field> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.put(key(column), column));
    return byName;
  }

  private static String key(Field column) {
    return column.getName().toLowerCase(Locale.ROOT);
  }
}
