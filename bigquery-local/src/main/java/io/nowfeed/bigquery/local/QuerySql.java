package io.nowfeed.bigquery.local;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a BigQuery query's names into DuckDB's and leaves the rest alone: backticks become double
 * quotes, the project of {@code project.dataset.table} is dropped (a dataset is a DuckDB schema).
 * Of GoogleSQL's own words it takes {@link Functions}, {@code [OFFSET(n)]} and {@code FROM
 * UNNEST(array) AS element}. One pass over the text that steps over literals and comments.
 */
final class QuerySql {
  private static final Set<String> QUERIES =
      Set.of(
          "SELECT", "WITH", "FROM", "VALUES", "DESCRIBE", "DESC", "SHOW", "EXPLAIN", "SUMMARIZE");

  /** What a moment may be cut to; weeks begin on another day in DuckDB. */
  private static final Set<String> PARTS =
      Set.of(
          "MICROSECOND",
          "MILLISECOND",
          "SECOND",
          "MINUTE",
          "HOUR",
          "DAY",
          "MONTH",
          "QUARTER",
          "YEAR");

  private static final Pattern ELEMENT =
      Pattern.compile("(\\s+AS\\s+)(\\w+)(?!\\s*\\()\\b", Pattern.CASE_INSENSITIVE);

  private final String sql;
  private final Collection<DatasetName> datasets;
  private final StringBuilder translated = new StringBuilder();
  private final Calls calls = new Calls();
  private String firstWord = "";
  private String wordBefore = "";
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
      if (startsComment(next)) {
        copyComment();
      } else if (Character.isLetter(next) || next == '_') {
        translateWord();
      } else if (Character.isWhitespace(next)) {
        copyTo(position + 1);
      } else {
        translateSign(next);
        wordBefore = "";
      }
    }
  }

  private void translateSign(char next) {
    switch (next) {
      case '\'', '"' -> copyQuoted(next);
      case '`' -> translateBackticks();
      case '(' -> {
        calls.open(wordBefore);
        copyTo(position + 1);
      }
      case ')' -> {
        copyTo(position + 1);
        if (calls.close().equalsIgnoreCase("UNNEST") && calls.inFrom()) {
          translateElement();
        }
      }
      default -> copyTo(position + 1);
    }
  }

  /** To GoogleSQL {@code AS x} names the element, to DuckDB a table with a column. */
  private void translateElement() {
    Matcher element = ELEMENT.matcher(sql).region(position, sql.length());
    if (element.lookingAt()) {
      String name = element.group(2);
      copyTo(element.end());
      translated.append('(').append(name).append(')');
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
    String word = sql.substring(position, end);
    if (firstWord.isEmpty()) {
      firstWord = word;
    }
    wordBefore = word;
    calls.word(word);
    translated.append(beginsName() ? translated(word, end) : word);
    position = end;
  }

  private String translated(String word, int end) {
    char before = lastSign();
    char after = nextSign(end);
    if (after == '(' && Functions.isOurs(word)) {
      return Database.SYSTEM_SCHEMA + "." + word;
    }
    if (after == '(' && before == '[' && word.equalsIgnoreCase("OFFSET")) {
      return "1 + "; // DuckDB counts from 1
    }
    boolean part = before == ',' && after == ')' && Functions.takesPart(calls.function());
    return part && PARTS.contains(word.toUpperCase(Locale.ROOT)) ? "'" + word + "'" : word;
  }

  private char lastSign() {
    int last = translated.length() - 1;
    while (last >= 0 && Character.isWhitespace(translated.charAt(last))) {
      last--;
    }
    return last < 0 ? ' ' : translated.charAt(last);
  }

  private char nextSign(int from) {
    int next = from;
    while (next < sql.length() && Character.isWhitespace(sql.charAt(next))) {
      next++;
    }
    return next == sql.length() ? ' ' : sql.charAt(next);
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
