package io.nowfeed.bigquery.local;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * Turns a BigQuery query's names into DuckDB's and leaves the rest alone: backticks become double
 * quotes, the project of {@code project.dataset.table} is dropped (a dataset is a DuckDB schema).
 * One pass over the text that steps over literals and comments.
 */
final class QuerySql {
  private static final Set<String> QUERIES =
      Set.of(
          "SELECT", "WITH", "FROM", "VALUES", "DESCRIBE", "DESC", "SHOW", "EXPLAIN", "SUMMARIZE");

  private final String sql;
  private final Collection<DatasetName> datasets;
  private final StringBuilder translated = new StringBuilder();
  private String firstWord = "";
  private int position;

  private QuerySql(String sql, Collection<DatasetName> datasets) {
    this.sql = sql;
    this.datasets = datasets;
  }

  /**
   * Translates one query.
   *
   * @param datasets those that exist: only their projects are recognised
   * @throws RestRefusal if it is several statements, or one that changes something
   */
  static String translate(String sql, Collection<DatasetName> datasets) {
    QuerySql query = new QuerySql(sql, datasets);
    query.run();
    if (!QUERIES.contains(query.firstWord.toUpperCase(Locale.ROOT))) {
      throw invalid(
          "The local BigQuery runs queries only, not statements that begin with \""
              + query.firstWord
              + "\"");
    }
    return query.translated.toString();
  }

  static RestRefusal invalid(String text) {
    return new RestRefusal(400, "invalidQuery", text);
  }

  private void run() {
    while (position < sql.length() && !atEnd()) {
      char next = sql.charAt(position);
      if (next == '\'' || next == '"') {
        copyQuoted(next);
      } else if (next == '`') {
        translateBackticks();
      } else if (startsComment(next)) {
        copyComment();
      } else if (Character.isLetter(next) || next == '_') {
        translateWord();
      } else {
        translated.append(next);
        position++;
      }
    }
  }

  /** A last semicolon ends the query; one with more behind it is a script. */
  private boolean atEnd() {
    if (sql.charAt(position) != ';') {
      return false;
    }
    if (!sql.substring(position + 1).isBlank()) {
      throw invalid("The local BigQuery runs one statement a query, not scripts");
    }
    return true;
  }

  /** A doubled quote within is two quoted pieces in a row to this scan, and copied just so. */
  private void copyQuoted(char quote) {
    int end = sql.indexOf(quote, position + 1);
    if (end < 0) {
      throw invalid("Syntax error: Unclosed " + quote + " in the query");
    }
    copyTo(end + 1);
  }

  private boolean startsComment(char next) {
    boolean hash = next == '#' && !(position + 1 < sql.length() && isDigit(position + 1));
    return hash || sql.startsWith("--", position) || sql.startsWith("/*", position);
  }

  /** DuckDB reads {@code #1} as a column's number, so only {@code #word} is a comment. */
  private boolean isDigit(int index) {
    return Character.isDigit(sql.charAt(index));
  }

  private void copyComment() {
    boolean block = sql.startsWith("/*", position);
    int end = block ? sql.indexOf("*/", position + 2) : sql.indexOf('\n', position);
    position = end < 0 ? sql.length() : end + (block ? 2 : 0);
    translated.append(' ');
  }

  private void translateBackticks() {
    int end = sql.indexOf('`', position + 1);
    if (end < 0) {
      throw invalid("Syntax error: Unclosed identifier literal");
    }
    String name = sql.substring(position + 1, end);
    position = end + 1;
    DatasetName dataset = qualified(name);
    String local = dataset == null ? name : name.substring(dataset.project().length() + 1);
    if (dropsProject(name)) {
      return;
    }
    translated.append(Sql.quote(local).replace(".", "\".\""));
  }

  /** {@code `p`.d.t}: the project stands alone in its backticks. */
  private boolean dropsProject(String name) {
    if (!sql.startsWith(".", position) || !beginsName()) {
      return false;
    }
    DatasetName dataset = qualified(name + sql.substring(position));
    if (dataset == null || !dataset.project().equals(name)) {
      return false;
    }
    position++;
    return true;
  }

  private void translateWord() {
    DatasetName dataset = beginsName() ? qualified(sql.substring(position)) : null;
    if (dataset != null) {
      position += dataset.project().length() + 1;
      return;
    }
    int end = position;
    while (end < sql.length() && isNamePart(sql.charAt(end))) {
      end++;
    }
    if (firstWord.isEmpty()) {
      firstWord = sql.substring(position, end);
    }
    copyTo(end);
  }

  private static boolean isNamePart(char next) {
    return Character.isLetterOrDigit(next) || next == '_' || next == '$';
  }

  /** Whether what comes is a name's first part, rather than one behind a dot. */
  private boolean beginsName() {
    return translated.isEmpty() || translated.charAt(translated.length() - 1) != '.';
  }

  /** The dataset that {@code text} names with its project, if it begins with one. */
  private DatasetName qualified(String text) {
    for (DatasetName dataset : datasets) {
      String project = dataset.project() + ".";
      if (text.startsWith(project) && namesDataset(text.substring(project.length()), dataset)) {
        return dataset;
      }
    }
    return null;
  }

  private static boolean namesDataset(String text, DatasetName dataset) {
    String name = dataset.dataset();
    return text.startsWith(name + ".")
        || text.startsWith("`" + name + "`.")
        || text.startsWith("`" + name + ".")
        || text.startsWith("\"" + name + "\".");
  }

  private void copyTo(int end) {
    translated.append(sql, position, end);
    position = end;
  }
}
