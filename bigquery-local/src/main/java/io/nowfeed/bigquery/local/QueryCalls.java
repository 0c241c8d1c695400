package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The REST calls that run queries and read rows. */
final class QueryCalls {
  /** Where the official client looks for a job's rows; no table stands behind it. */
  private static final String RESULTS_DATASET = Database.SYSTEM_SCHEMA + "_results";

  private static final List<String> UNSUPPORTED =
      List.of("dryRun", "queryParameters", "destinationTable", "tableDefinitions", "createSession");

  private final QueryRunner runner;
  private final Catalog catalog;
  private final FinishedQueries finished = new FinishedQueries();

  QueryCalls(QueryRunner runner, Catalog catalog) {
    this.runner = runner;
    this.catalog = catalog;
  }

  void addTo(RestRoutes routes) {
    routes
        .add("POST", "projects/{project}/queries", this::query)
        .add("GET", "projects/{project}/queries/{job}", this::results)
        .add("POST", "projects/{project}/jobs", this::insertJob)
        .add("GET", "projects/{project}/jobs/{job}", this::getJob)
        .add("GET", "projects/{project}/datasets/{dataset}/tables/{table}/data", this::rows);
  }

  private ObjectNode query(RestRequest request) {
    String job = UUID.randomUUID().toString();
    QueryResult result = run(request.body());
    finished.add(job, result);
    Page page =
        request.body().hasNonNull("maxResults")
            ? Page.first(request.body().path("maxResults").asInt())
            : Page.first();
    TimestampFormat format = TimestampFormat.of(request.body().path("formatOptions"));
    return answer("queryResponse", request.path("project"), job, page, format);
  }

  private QueryResult run(JsonNode configuration) {
    refuseUnsupported(configuration);
    String dataset = configuration.path("defaultDataset").path("datasetId").asText();
    return runner.run(configuration.path("query").asText(), dataset);
  }

  private static void refuseUnsupported(JsonNode configuration) {
    if (configuration.path("useLegacySql").asBoolean(false)) {
      throw RestRefusal.unsupported("legacy SQL");
    }
    for (String option : UNSUPPORTED) {
      JsonNode value = configuration.path(option);
      if (value.asBoolean(false) || (value.isContainerNode() && !value.isEmpty())) {
        throw RestRefusal.unsupported("queries with " + option);
      }
    }
  }

  private ObjectNode results(RestRequest request) {
    return answer(
        "getQueryResultsResponse",
        request.path("project"),
        request.path("job"),
        Page.of(request.query()),
        TimestampFormat.of(request.query()));
  }

  private ObjectNode answer(
      String kind, String project, String job, Page page, TimestampFormat format) {
    QueryResult result = finished.get(job);
    ObjectNode answer = Json.object().put("kind", "bigquery#" + kind).put("jobComplete", true);
    answer.set("jobReference", reference(project, job));
    answer
        .putObject("schema")
        .putArray("fields")
        .addAll(result.columns().stream().map(ResultType.Member::toJson).toList());
    page.write(answer, result.columns(), page.of(result.rows()), result.rows().size(), format);
    return answer;
  }

  private static ObjectNode reference(String project, String job) {
    return Json.object().put("projectId", project).put("jobId", job).put("location", "US");
  }

  private ObjectNode insertJob(RestRequest request) {
    JsonNode query = request.body().path("configuration").path("query");
    if (query.isMissingNode()) {
      throw RestRefusal.unsupported("jobs other than queries");
    }
    refuseUnsupported(request.body().path("configuration"));
    String job =
        request.body().path("jobReference").path("jobId").asText(UUID.randomUUID().toString());
    finished.add(job, run(query));
    return job(request.path("project"), job);
  }

  private ObjectNode getJob(RestRequest request) {
    finished.get(request.path("job"));
    return job(request.path("project"), request.path("job"));
  }

  private static ObjectNode job(String project, String job) {
    ObjectNode answer = Json.object().put("kind", "bigquery#job").put("id", project + ":" + job);
    answer.set("jobReference", reference(project, job));
    answer.putObject("status").put("state", "DONE");
    answer.putObject("statistics").putObject("query").put("statementType", "SELECT");
    ObjectNode configuration = answer.putObject("configuration").put("jobType", "QUERY");
    configuration
        .putObject("query")
        .put("query", "")
        .put("useLegacySql", false)
        .putObject("destinationTable")
        .put("projectId", project)
        .put("datasetId", RESULTS_DATASET)
        .put("tableId", job);
    return answer;
  }

  /** A table's rows, or a finished job's by way of its nominal destination table. */
  private ObjectNode rows(RestRequest request) throws SQLException {
    Page page = Page.of(request.query());
    TimestampFormat format = TimestampFormat.of(request.query());
    ObjectNode answer = Json.object().put("kind", "bigquery#tableDataList");
    if (request.path("dataset").equals(RESULTS_DATASET)) {
      QueryResult result = finished.get(request.path("table"));
      page.write(answer, result.columns(), page.of(result.rows()), result.rows().size(), format);
      return answer;
    }
    if (request.query().containsKey("selectedFields")) {
      throw RestRefusal.unsupported("selectedFields of tabledata.list");
    }
    return tableRows(answer, request.table(), page, format);
  }

  private ObjectNode tableRows(
      ObjectNode answer, TableName table, Page page, TimestampFormat format) throws SQLException {
    if (catalog.entry(table).filter(TableEntry::isView).isPresent()) {
      throw RestRefusal.invalid("Cannot list a table of type VIEW: " + table.display());
    }
    if (catalog.table(table).isEmpty()) {
      throw RestRefusal.notFound("Table " + table.display());
    }
    QueryResult result = runner.page(table, page.start(), page.size());
    page.write(answer, result.columns(), result.rows(), runner.count(table), format);
    return answer;
  }
}
