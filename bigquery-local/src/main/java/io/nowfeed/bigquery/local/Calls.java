package io.nowfeed.bigquery.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Where a scan of a query stands: within which calls, and in which clause of each. */
final class Calls {
  /**
   * What a parenthesis belongs to.
   *
   * @param function the word before it; empty for none
   * @param from whether the clause around it was a FROM
   */
  private record Call(String function, boolean from) {}

  private final Deque<Call> open = new ArrayDeque<>();
  private boolean from;

  void word(String word) {
    switch (word.toUpperCase(Locale.ROOT)) {
      case "SELECT" -> from = false;
      case "FROM", "JOIN" -> from = true;
      default -> {
        // Within the clause there is.
      }
    }
  }

  void open(String function) {
    open.push(new Call(function, from));
    from = false;
  }

  /** The call that ends; a parenthesis too many is for DuckDB to refuse. */
  String close() {
    if (open.isEmpty()) {
      return "";
    }
    Call closed = open.pop();
    from = closed.from();
    return closed.function();
  }

  /** The innermost function; empty for none. */
  String function() {
    return open.isEmpty() ? "" : open.peek().function();
  }

  boolean inFrom() {
    return from;
  }
}
