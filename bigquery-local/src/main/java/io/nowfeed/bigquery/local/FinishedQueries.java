package io.nowfeed.bigquery.local;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of the last queries, for their further pages. BigQuery keeps them for a day; here the
 * oldest go when there are too many.
 */
final class FinishedQueries {
  private static final int MAX_QUERIES = 100;
  private static final int MAX_ROWS = 2 * QueryRunner.MAX_ROWS;

  private final Map<String, QueryResult> results = new LinkedHashMap<>();
  private long rows;

  /**
   * Keeps a result.
   *
   * @throws RestRefusal if a job of this id is kept already
   */
  synchronized void add(String job, QueryResult result) {
    if (results.putIfAbsent(job, result) != null) {
      throw RestRefusal.duplicate("Job " + job);
    }
    rows += result.rows().size();
    var oldest = results.entrySet().iterator();
    while (results.size() > MAX_QUERIES || rows > MAX_ROWS) {
      rows -= oldest.next().getValue().rows().size();
      oldest.remove();
    }
  }

  /**
   * A kept result.
   *
   * @throws RestRefusal if there is none of this id, or it had to go
   */
  synchronized QueryResult get(String job) {
    QueryResult result = results.get(job);
    if (result == null) {
      throw RestRefusal.notFound("Job " + job + " (the local BigQuery keeps the last ones only)");
    }
    return result;
  }
}
