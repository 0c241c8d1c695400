package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/**
 * The REST calls on tables and views; what a resource says beyond the schema is kept and given
 * back.
 */
final class TableCalls {
  private static final String COLLECTION = "projects/{project}/datasets/{dataset}/tables";
  private static final String ONE = COLLECTION + "/{table}";
  private static final List<String> NOT_A_TABLE =
      List.of(
          "materializedView", "externalDataConfiguration", "snapshotDefinition", "cloneDefinition");

  private final Database database;
  private final Catalog catalog;
  private final Views views;
  private final Clock clock;

  TableCalls(Database database, Catalog catalog, Clock clock) {
    this.database = database;
    this.catalog = catalog;
    this.views = new Views(database, catalog);
    this.clock = clock;
  }

  void addTo(RestRoutes routes) {
    routes
        .add("GET", COLLECTION, this::list)
        .add("POST", COLLECTION, this::create)
        .add("GET", ONE, request -> counted(existing(request.table())))
        .add("PATCH", ONE, this::patch)
        .add("DELETE", ONE, this::delete);
  }

  private ObjectNode list(RestRequest request) {
    refuseMissing(request.dataset());
    List<TableEntry> tables = catalog.tables(request.dataset());
    ObjectNode answer = Json.object().put("kind", "bigquery#tableList");
    answer.put("totalItems", tables.size());
    ArrayNode list = answer.putArray("tables");
    tables.forEach(table -> list.add(table.resource().deepCopy().without("schema")));
    return answer;
  }

  private ObjectNode create(RestRequest request) throws SQLException {
    ObjectNode resource = request.body().deepCopy();
    String id = resource.path("tableReference").path("tableId").asText();
    TableName name = new TableName(request.path("project"), request.path("dataset"), id);
    synchronized (catalog) {
      refuseUnusable(name, resource);
      resource
          .putObject("tableReference")
          .put("projectId", name.project())
          .put("datasetId", name.dataset())
          .put("tableId", id);
      Resources.stampCreated(resource, "table", name.display(), clock.millis());
      if (Views.isView(resource)) {
        views.create(name, resource);
      } else {
        resource.put("type", "TABLE");
        TypeNames.answer(resource.path("schema"));
        catalog.createTable(TableEntry.of(name, resource));
      }
    }
    return resource;
  }

  private void refuseUnusable(TableName name, ObjectNode resource) {
    refuseMissing(DatasetName.of(name));
    Resources.refuseInvalidId("table", name.table());
    for (String property : NOT_A_TABLE) {
      if (resource.hasNonNull(property)) {
        throw RestRefusal.unsupported("a table with " + property);
      }
    }
    for (TableEntry other : catalog.tables(DatasetName.of(name))) {
      refuseTaken(name, other.name());
    }
  }

  /** DuckDB does not tell names by case, BigQuery does. */
  private static void refuseTaken(TableName name, TableName other) {
    if (other.equals(name)) {
      throw RestRefusal.duplicate("Table " + name.display());
    }
    if (other.table().equalsIgnoreCase(name.table())) {
      throw RestRefusal.unsupported(
          "tables whose names differ in case only: " + name.display() + ", " + other.display());
    }
  }

  private ObjectNode patch(RestRequest request) throws SQLException {
    synchronized (catalog) {
      TableEntry table = existing(request.table());
      if (table.isView()) {
        return views.patch(table, request.body(), clock.millis()).resource();
      }
      ObjectNode patch = request.body().deepCopy();
      TypeNames.answer(patch.path("schema"));
      TableEntry changed = TablePatch.apply(table, patch, clock.millis());
      catalog.updateTable(changed);
      return counted(changed);
    }
  }

  private ObjectNode delete(RestRequest request) throws SQLException {
    synchronized (catalog) {
      catalog.deleteTable(existing(request.table()));
    }
    return Json.object();
  }

  private TableEntry existing(TableName name) {
    return catalog.entry(name).orElseThrow(() -> RestRefusal.notFound("Table " + name.display()));
  }

  private void refuseMissing(DatasetName name) {
    if (catalog.dataset(name).isEmpty()) {
      throw RestRefusal.notFound("Dataset " + name.display());
    }
  }

  private ObjectNode counted(TableEntry table) throws SQLException {
    if (table.isView()) {
      return table.resource();
    }
    String count = "SELECT count(*) FROM " + table.name().sql();
    long rows = database.read(connection -> Sql.number(connection, count));
    return table.resource().deepCopy().put("numRows", String.valueOf(rows));
  }
}
