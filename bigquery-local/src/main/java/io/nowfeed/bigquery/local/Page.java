package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nowfeed.bigquery.local.ResultType.Member;
import java.util.List;
import java.util.Map;

/**
 * Which part of a result is wanted. The token of a next page is the number of its first row.
 *
 * @param start the first row
 * @param size how many rows at most; 0 asks for the schema and the count only
 */
record Page(long start, int size) {
  /** A caller who wants more follows the token, as the official client does by itself. */
  private static final int DEFAULT_SIZE = 10_000;

  static Page first(int maxResults) {
    return new Page(0, Math.min(maxResults, DEFAULT_SIZE));
  }

  /** From {@code pageToken}, {@code startIndex} and {@code maxResults}. */
  static Page of(Map<String, String> query) {
    String start = query.getOrDefault("pageToken", query.getOrDefault("startIndex", "0"));
    String size = query.getOrDefault("maxResults", String.valueOf(DEFAULT_SIZE));
    try {
      long first = Math.max(0, Long.parseLong(start));
      return new Page(first, (int) Math.min(Long.parseLong(size), DEFAULT_SIZE));
    } catch (NumberFormatException e) {
      throw RestRefusal.invalid("Invalid pageToken, startIndex or maxResults");
    }
  }

  static Page first() {
    return first(DEFAULT_SIZE);
  }

  /** This page's part of all rows. */
  List<List<Object>> of(List<List<Object>> rows) {
    int from = (int) Math.min(start, rows.size());
    return rows.subList(from, Math.min(from + size, rows.size()));
  }

  /** Adds this page's rows, the count of all and the token of the next page. */
  void write(
      ObjectNode answer,
      List<Member> columns,
      List<List<Object>> rows,
      long total,
      TimestampFormat format) {
    answer.put("totalRows", String.valueOf(total));
    ArrayNode written = answer.putArray("rows");
    rows.forEach(row -> written.add(WireValues.row(columns, row, format)));
    long next = start + rows.size();
    if (size > 0 && next < total) {
      answer.put("pageToken", String.valueOf(next));
    }
  }
}
