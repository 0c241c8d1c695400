package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Views by the REST calls on tables. A view's columns are found out when it is made, and must be
 * there: what it reads has to exist.
 */
final class Views {
  private static final Pattern MISSING = Pattern.compile("Table with name (\\S+) does not exist");

  private final Database database;
  private final Catalog catalog;

  Views(Database database, Catalog catalog) {
    this.database = database;
    this.catalog = catalog;
  }

  /** Whether a table's resource describes a view. */
  static boolean isView(JsonNode resource) {
    return resource.hasNonNull("view");
  }

  /** Makes the view, which must not be there. */
  void create(TableName name, ObjectNode resource) throws SQLException {
    String sql = translate(resource);
    resource.put("type", "VIEW").set("schema", columns(sql));
    catalog.createView(TableEntry.of(name, resource), sql);
  }

  /** A patch may replace the query, and what is said about the view. */
  TableEntry patch(TableEntry view, ObjectNode patch, long nowMillis) throws SQLException {
    ObjectNode changes = patch.deepCopy();
    changes.remove("schema");
    ObjectNode resource = TablePatch.merged(view, changes, nowMillis);
    String sql = translate(resource);
    resource.set("schema", columns(sql));
    TableEntry changed = TableEntry.of(view.name(), resource);
    catalog.replaceView(changed, sql);
    return changed;
  }

  private String translate(ObjectNode resource) {
    JsonNode view = resource.path("view");
    // The API takes legacy SQL for granted where nothing is said.
    if (view.path("useLegacySql").asBoolean(true)) {
      throw RestRefusal.unsupported("views in legacy SQL: say useLegacySql=false");
    }
    return QuerySql.translate(view.path("query").asText(), catalog.datasets());
  }

  private ObjectNode columns(String sql) throws SQLException {
    try {
      return database.read(connection -> columns(connection, sql));
    } catch (SQLException e) {
      throw refusal(Database.reason(e));
    }
  }

  private static ObjectNode columns(Connection connection, String sql) throws SQLException {
    String none = "SELECT * FROM (" + sql + "\n) LIMIT 0";
    ObjectNode schema = Json.object();
    try (PreparedStatement statement = connection.prepareStatement(none)) {
      schema
          .putArray("fields")
          .addAll(
              ResultReader.read(statement.executeQuery(), 0).columns().stream()
                  .map(ResultType.Member::toJson)
                  .toList());
    }
    return schema;
  }

  private static RestRefusal refusal(String reason) {
    Matcher missing = MISSING.matcher(reason);
    return missing.find()
        ? RestRefusal.notFound("Table " + missing.group(1) + ", which the view reads")
        : QuerySql.invalid(reason);
  }
}
