package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which call answers which method and path. */
final class RestRoutes {
  private static final String PREFIX = "/bigquery/v2/";

  private final List<Route> routes = new ArrayList<>();

  /** One call of the API. */
  @FunctionalInterface
  interface Call {
    JsonNode answer(RestRequest request) throws SQLException;
  }

  private record Route(String method, List<String> template, Call call) {
    /** The names in the path, if it is this route's. */
    Optional<Map<String, String>> match(String requested, List<String> path) {
      if (!method.equals(requested) || template.size() != path.size()) {
        return Optional.empty();
      }
      Map<String, String> names = new HashMap<>();
      for (int i = 0; i < path.size(); i++) {
        if (template.get(i).startsWith("{")) {
          names.put(template.get(i).replaceAll("[{}]", ""), path.get(i));
        } else if (!template.get(i).equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(names);
    }
  }

  /** Adds a call for a path such as {@code projects/{project}/datasets}. */
  RestRoutes add(String method, String template, Call call) {
    routes.add(new Route(method, List.of(template.split("/", -1)), call));
    return this;
  }

  /**
   * Answers a request.
   *
   * @throws RestRefusal with code 501 if no call has this method and path
   */
  JsonNode answer(String method, String path, Map<String, String> query, ObjectNode body)
      throws SQLException {
    String relative = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path;
    List<String> segments = List.of(relative.split("/", -1));
    for (Route route : routes) {
      Optional<Map<String, String>> names = route.match(method, segments);
      if (names.isPresent()) {
        return route.call().answer(new RestRequest(names.get(), query, body));
      }
    }
    throw RestRefusal.unsupported("the call " + method + " " + path);
  }
}
