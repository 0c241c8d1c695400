package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.duckdb.DuckDBConnection;

/**
 * The datasets and tables there are. DuckDB holds them; this keeps a copy in memory, changed only
 * after the change has committed, under the database's write lock.
 */
final class Catalog {
  private final Database database;
  private final Map<DatasetName, ObjectNode> datasets = new ConcurrentHashMap<>();
  private final Map<TableName, TableEntry> tables = new ConcurrentHashMap<>();

  private Catalog(Database database) {
    this.database = database;
  }

  static Catalog load(Database database) throws SQLException {
    Catalog catalog = new Catalog(database);
    database.read(
        connection -> {
          catalog.loadDatasets(connection);
          catalog.loadTables(connection);
          return null;
        });
    return catalog;
  }

  private void loadDatasets(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT project, dataset, resource FROM _nowfeed.datasets")) {
      while (rows.next()) {
        DatasetName name = new DatasetName(rows.getString(1), rows.getString(2));
        datasets.put(name, Json.stored(rows.getString(3)));
      }
    }
  }

  private void loadTables(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT project, dataset, table_id, resource FROM _nowfeed.tables")) {
      while (rows.next()) {
        TableName name = new TableName(rows.getString(1), rows.getString(2), rows.getString(3));
        tables.put(name, TableEntry.of(name, Json.stored(rows.getString(4))));
      }
    }
  }

  /** A copy of the resource, free to change. */
  Optional<ObjectNode> dataset(DatasetName name) {
    return Optional.ofNullable(datasets.get(name)).map(ObjectNode::deepCopy);
  }

  List<DatasetName> datasets() {
    return List.copyOf(datasets.keySet());
  }

  /** A table that keeps rows; a view is none. */
  Optional<TableEntry> table(TableName name) {
    return entry(name).filter(entry -> !entry.isView());
  }

  /** A table or view. */
  Optional<TableEntry> entry(TableName name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** Tables and views, in the order of their names. */
  List<TableEntry> tables(DatasetName dataset) {
    return tables.values().stream()
        .filter(entry -> DatasetName.of(entry.name()).equals(dataset))
        .sorted((one, other) -> one.name().table().compareTo(other.name().table()))
        .toList();
  }

  void createDataset(DatasetName name, ObjectNode resource) throws SQLException {
    database.write(
        connection -> {
          Sql.execute(connection, "CREATE SCHEMA " + Sql.quote(name.dataset()));
          Sql.update(
              connection,
              "INSERT INTO _nowfeed.datasets VALUES (?, ?, ?)",
              name.project(),
              name.dataset(),
              resource.toString());
          return null;
        });
    datasets.put(name, resource);
  }

  void updateDataset(DatasetName name, ObjectNode resource) throws SQLException {
    database.write(
        connection ->
            Sql.update(
                connection,
                "UPDATE _nowfeed.datasets SET resource = ? WHERE project = ? AND dataset = ?",
                resource.toString(),
                name.project(),
                name.dataset()));
    datasets.put(name, resource);
  }

  /** Drops the dataset with all its tables and their streams. */
  void deleteDataset(DatasetName name) throws SQLException {
    List<TableEntry> contents = tables(name);
    database.write(
        connection -> {
          for (TableEntry table : contents) {
            dropTable(connection, table);
          }
          Sql.execute(connection, "DROP SCHEMA " + Sql.quote(name.dataset()) + " CASCADE");
          return Sql.update(
              connection,
              "DELETE FROM _nowfeed.datasets WHERE project = ? AND dataset = ?",
              name.project(),
              name.dataset());
        });
    contents.forEach(table -> tables.remove(table.name()));
    datasets.remove(name);
  }

  void createTable(TableEntry table) throws SQLException {
    String columns = ColumnTypes.columns(table.schema());
    create(table, "CREATE TABLE " + table.name().sql() + " (" + columns + ")");
  }

  /** Adds a view whose query is {@code sql}, in DuckDB's words. */
  void createView(TableEntry view, String sql) throws SQLException {
    create(view, "CREATE VIEW " + view.name().sql() + " AS " + sql);
  }

  private void create(TableEntry table, String statement) throws SQLException {
    TableName name = table.name();
    database.write(
        connection -> {
          Sql.execute(connection, statement);
          Sql.update(
              connection,
              "INSERT INTO _nowfeed.tables VALUES (?, ?, ?, ?)",
              name.project(),
              name.dataset(),
              name.table(),
              table.resource().toString());
          return null;
        });
    tables.put(name, table);
  }

  /** Replaces the table's resource and adds the columns its schema has beyond the present one. */
  void updateTable(TableEntry changed) throws SQLException {
    TableName name = changed.name();
    int present = tables.get(name).schema().getFieldsCount();
    database.write(
        connection -> {
          for (int i = present; i < changed.schema().getFieldsCount(); i++) {
            StreamRows.addColumn(
                connection, name, ColumnTypes.column(changed.schema().getFields(i)));
          }
          updateResource(connection, changed);
          if (!changed.primaryKey().equals(tables.get(name).primaryKey())) {
            ChangeRows.forgetAll(connection, name);
          }
          // Inside the lock: an append that follows must see the columns as the table has them.
          tables.put(name, changed);
          return null;
        });
  }

  /** Replaces a view's resource and query. */
  void replaceView(TableEntry changed, String sql) throws SQLException {
    database.write(
        connection -> {
          Sql.execute(connection, "CREATE OR REPLACE VIEW " + changed.name().sql() + " AS " + sql);
          updateResource(connection, changed);
          return null;
        });
    tables.put(changed.name(), changed);
  }

  private static void updateResource(DuckDBConnection connection, TableEntry changed)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE _nowfeed.tables SET resource = ?"
            + " WHERE project = ? AND dataset = ? AND table_id = ?",
        changed.resource().toString(),
        changed.name().project(),
        changed.name().dataset(),
        changed.name().table());
  }

  /** Drops a table with its streams, or a view. */
  void deleteTable(TableEntry table) throws SQLException {
    database.write(
        connection -> {
          dropTable(connection, table);
          return null;
        });
    tables.remove(table.name());
  }

  private static void dropTable(DuckDBConnection connection, TableEntry table) throws SQLException {
    TableName name = table.name();
    StreamRows.dropAll(connection, name);
    ChangeRows.forgetAll(connection, name);
    Sql.execute(connection, (table.isView() ? "DROP VIEW " : "DROP TABLE ") + name.sql());
    Sql.update(
        connection,
        "DELETE FROM _nowfeed.tables WHERE project = ? AND dataset = ? AND table_id = ?",
        name.project(),
        name.dataset(),
        name.table());
  }
}
