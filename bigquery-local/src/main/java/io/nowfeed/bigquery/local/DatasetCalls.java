package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The REST calls on datasets. */
final class DatasetCalls {
  private static final String COLLECTION = "projects/{project}/datasets";
  private static final String ONE = COLLECTION + "/{dataset}";

  /** Schemas DuckDB has of its own, and ours. */
  private static final Set<String> RESERVED =
      Set.of("main", "temp", "information_schema", "pg_catalog", Database.SYSTEM_SCHEMA);

  private final Catalog catalog;
  private final Clock clock;

  DatasetCalls(Catalog catalog, Clock clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  void addTo(RestRoutes routes) {
    routes
        .add("GET", COLLECTION, this::list)
        .add("POST", COLLECTION, this::create)
        .add("GET", ONE, request -> existing(request.dataset()))
        .add("PATCH", ONE, this::patch)
        .add("DELETE", ONE, this::delete);
  }

  private ObjectNode list(RestRequest request) {
    ObjectNode answer = Json.object().put("kind", "bigquery#datasetList");
    ArrayNode datasets = answer.putArray("datasets");
    catalog.datasets().stream()
        .filter(name -> name.project().equals(request.path("project")))
        .sorted(Comparator.comparing(DatasetName::dataset))
        .forEach(name -> datasets.add(existing(name)));
    return answer;
  }

  private ObjectNode create(RestRequest request) throws SQLException {
    ObjectNode resource = request.body().deepCopy();
    String id = resource.path("datasetReference").path("datasetId").asText();
    DatasetName name = new DatasetName(request.path("project"), id);
    synchronized (catalog) {
      refuseUnusable(name);
      resource.putObject("datasetReference").put("projectId", name.project()).put("datasetId", id);
      Resources.stampCreated(resource, "dataset", name.display(), clock.millis());
      catalog.createDataset(name, resource);
    }
    return resource;
  }

  private void refuseUnusable(DatasetName name) {
    Resources.refuseInvalidId("dataset", name.dataset());
    if (RESERVED.contains(name.dataset().toLowerCase(Locale.ROOT))) {
      throw RestRefusal.invalid(
          "The local BigQuery needs the name \"" + name.dataset() + "\" for itself");
    }
    for (DatasetName other : catalog.datasets()) {
      refuseTaken(name, other);
    }
  }

  /** A dataset is a DuckDB schema: one name for all projects, whatever its case. */
  private static void refuseTaken(DatasetName name, DatasetName other) {
    if (other.equals(name)) {
      throw RestRefusal.duplicate("Dataset " + name.display());
    }
    if (other.dataset().equalsIgnoreCase(name.dataset())) {
      throw RestRefusal.unsupported(
          "datasets whose names differ in project or case only: "
              + name.display()
              + " beside "
              + other.display());
    }
  }

  private ObjectNode patch(RestRequest request) throws SQLException {
    synchronized (catalog) {
      ObjectNode resource = existing(request.dataset());
      ObjectNode patch = request.body().deepCopy();
      patch.remove(List.of("datasetReference", "id", "kind", "location", "creationTime"));
      Resources.merge(resource, patch);
      Resources.stampModified(resource, clock.millis());
      catalog.updateDataset(request.dataset(), resource);
      return resource;
    }
  }

  private ObjectNode delete(RestRequest request) throws SQLException {
    DatasetName name = request.dataset();
    synchronized (catalog) {
      existing(name);
      boolean withContents = Boolean.parseBoolean(request.query().get("deleteContents"));
      if (!withContents && !catalog.tables(name).isEmpty()) {
        throw new RestRefusal(
            400, "resourceInUse", "Dataset " + name.display() + " is still in use");
      }
      catalog.deleteDataset(name);
    }
    return Json.object();
  }

  private ObjectNode existing(DatasetName name) {
    return catalog
        .dataset(name)
        .orElseThrow(() -> RestRefusal.notFound("Dataset " + name.display()));
  }
}
