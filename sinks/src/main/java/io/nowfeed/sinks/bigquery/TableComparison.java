package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.ViewDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What differs between a table or view and its definition, and how it would be without. */
final class TableComparison {
  private final TableInfo wanted;
  private final TableInfo present;
  private final String name;
  private final List<TableDifference> found = new ArrayList<>();

  private TableComparison(TableInfo wanted, TableInfo present) {
    this.wanted = wanted;
    this.present = present;
    this.name = wanted.getTableId().getTable();
  }

  static List<TableDifference> compare(TableInfo wanted, TableInfo present) {
    TableComparison comparison = new TableComparison(wanted, present);
    comparison.compare();
    return comparison.found;
  }

  /** The present table with all that can be put right. */
  static TableInfo mended(TableInfo wanted, TableInfo present) {
    Map<String, String> labels = new HashMap<>(present.getLabels());
    labels.putAll(wanted.getLabels());
    return present.toBuilder()
        .setDefinition(mended(wanted.<TableDefinition>getDefinition(), present.getDefinition()))
        .setDescription(wanted.getDescription())
        .setLabels(labels)
        .build();
  }

  private static TableDefinition mended(TableDefinition wanted, TableDefinition present) {
    if (present instanceof StandardTableDefinition table && present.getSchema() != null) {
      FieldList columns = ColumnComparison.mended(columns(wanted), columns(present));
      return table.toBuilder().setSchema(Schema.of(columns)).build();
    }
    return present instanceof ViewDefinition ? wanted : present;
  }

  private void compare() {
    TableDefinition definition = wanted.getDefinition();
    TableDefinition there = present.getDefinition();
    if (!definition.getType().equals(there.getType())) {
      found.add(
          TableDifference.lasting(
              name + " is a " + there.getType() + ", not a " + definition.getType()));
      return;
    }
    if (definition instanceof ViewDefinition view) {
      compareQueries(view, (ViewDefinition) there);
    } else {
      compareTables((StandardTableDefinition) definition, (StandardTableDefinition) there);
    }
    compareDescriptions();
  }

  private void compareQueries(ViewDefinition definition, ViewDefinition there) {
    boolean same =
        definition.getQuery().strip().equals(there.getQuery().strip())
            && !Boolean.TRUE.equals(there.useLegacySql());
    if (!same) {
      found.add(TableDifference.mendable("view " + name + " has another query"));
    }
  }

  private void compareTables(StandardTableDefinition definition, StandardTableDefinition there) {
    found.addAll(ColumnComparison.compare(name, columns(definition), columns(there)));
    compare("partitioned", partitioning(definition), partitioning(there));
    compare("clustered", clustering(definition), clustering(there));
  }

  /** The rows that are there lie as they were written. */
  private void compare(String how, String definition, String there) {
    if (!definition.equals(there)) {
      found.add(
          TableDifference.lasting(
              "table %s is %s by %s, not by %s".formatted(name, how, there, definition)));
    }
  }

  private void compareDescriptions() {
    if (!Objects.equals(wanted.getDescription(), present.getDescription())) {
      found.add(TableDifference.mendable(name + " has another description"));
    }
    wanted
        .getLabels()
        .forEach(
            (label, value) -> {
              String there = present.getLabels().get(label);
              if (!value.equals(there)) {
                found.add(
                    TableDifference.mendable(
                        "label %s of %s is %s, not %s"
                            .formatted(label, name, there == null ? "missing" : there, value)));
              }
            });
  }

  private static FieldList columns(TableDefinition definition) {
    Schema schema = definition.getSchema();
    return schema == null ? FieldList.of() : schema.getFields();
  }

  private static String partitioning(StandardTableDefinition definition) {
    TimePartitioning partitioning = definition.getTimePartitioning();
    if (partitioning == null) {
      return "nothing";
    }
    String column = partitioning.getField();
    return partitioning.getType() + " of " + (column == null ? "arrival" : column);
  }

  private static String clustering(StandardTableDefinition definition) {
    Clustering clustering = definition.getClustering();
    return clustering == null || clustering.getFields() == null
        ? "nothing"
        : String.join(", ", clustering.getFields());
  }
}
