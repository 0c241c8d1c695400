package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A REST call as it came in.
 *
 * @param path the names in the path, such as {@code dataset}
 * @param query the query parameters
 * @param body the JSON body, an empty object if there was none
 */
record RestRequest(Map<String, String> path, Map<String, String> query, ObjectNode body) {
  String path(String name) {
    return path.get(name);
  }

  DatasetName dataset() {
    return new DatasetName(path("project"), path("dataset"));
  }

  TableName table() {
    return new TableName(path("project"), path("dataset"), path("table"));
  }
}
