package io.nowfeed.local.batch;

import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.WindowSize;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes in DuckDB what has to be published, and compares it with what was. */
public final class BatchComparison implements AutoCloseable {
  /** More is kept on disk. The job of the test is in the same machine. */
  private static final String MEMORY = System.getProperty("nowfeed.popularity.memory", "3GB");

  private static final int SHOWN = 12;

  private final JobConfig config;
  private final BatchSql sql;
  private final long lastEnd;
  private final Connection database;

  private BatchComparison(JobConfig config, long lastEnd, Connection database) {
    this.config = config;
    this.sql = new BatchSql(config);
    this.lastEnd = lastEnd;
    this.database = database;
  }

  /**
   * Compares.
   *
   * @param folder with {@code enriched-interactions.json}, {@code late-events.json} and {@code
   *     popularity.json}, see {@link TopicFiles}
   * @param lastEnd the last end of windows that is compared: nothing is left at it, epoch
   *     milliseconds
   * @param span of how many ends boards are computed at once, which bounds memory
   */
  public static Findings compare(JobConfig config, Path folder, long lastEnd, Duration span)
      throws SQLException {
    Connection database = DriverManager.getConnection("jdbc:duckdb:");
    try (BatchComparison comparison = new BatchComparison(config, lastEnd, database)) {
      comparison.execute("SET memory_limit = '" + MEMORY + "'");
      comparison.execute(
          "SET temp_directory = '"
              + folder.resolve("batch.tmp").toString().replace("'", "''")
              + "'");
      comparison.execute("SET preserve_insertion_order = false");
      comparison.execute(comparison.sql.load(folder.toString(), lastEnd));
      comparison.execute(comparison.sql.results());
      for (WindowSize window : config.windows()) {
        comparison.compare(window, span.toMillis());
      }
      return comparison.findings(folder);
    }
  }

  /** From the first end that may show anything. */
  private void compare(WindowSize window, long span) throws SQLException {
    long slide = window.slide().toMillis();
    long first = floor(number("SELECT coalesce(min(ts), 0) FROM counted"), slide) + slide;
    long behind = floor(lastEnd, slide) + slide;
    long step = Math.max(slide, floor(span, slide));
    for (long from = first; from < behind; from += step) {
      long to = Math.min(from + step, behind);
      execute(sql.expected(window, from, to, lastEnd));
      execute(sql.compare(window, from, to, lastEnd));
    }
  }

  private Findings findings(Path folder) throws SQLException {
    Map<String, Findings.Window> windows = new LinkedHashMap<>();
    for (WindowSize window : config.windows()) {
      windows.put(window.label(), window(window.label()));
    }
    List<String> differences = differences();
    differences.addAll(
        texts(
            "SELECT 'record ' || seq || ' names another window or segment than ' || segment || '|'"
                + " || window_label || ' ' || board_end FROM misnamed ORDER BY seq LIMIT 5"));
    return new Findings(
        number("SELECT (SELECT count(*) FROM differences) + (SELECT count(*) FROM misnamed)"),
        differences,
        texts(
            "SELECT segment || '|' || window_label FROM published GROUP BY ALL"
                + " HAVING arg_max(board_end, CASE WHEN board IS NULL THEN -1 ELSE seq END) IS NOT NULL"
                + " AND max(seq) = max(CASE WHEN board IS NULL THEN -1 ELSE seq END)"
                + " ORDER BY ALL"),
        number("SELECT count(*) FROM counted"),
        number(
            "SELECT count(*) FROM read_json_objects('"
                + folder.resolve("late-events.json").toString().replace("'", "''")
                + "')"),
        windows);
  }

  private Findings.Window window(String label) throws SQLException {
    String ofLabel = " WHERE window_label = '" + label + "'";
    return new Findings.Window(
        number("SELECT coalesce(sum(boards), 0) FROM seen" + ofLabel),
        number("SELECT coalesce(sum(places), 0) FROM seen" + ofLabel),
        number("SELECT coalesce(sum(empty_ends), 0) FROM seen" + ofLabel),
        number("SELECT coalesce(sum(ties), 0) FROM seen" + ofLabel),
        number("SELECT coalesce(sum(trends), 0) FROM seen" + ofLabel),
        number("SELECT coalesce(sum(moves), 0) FROM seen" + ofLabel),
        number("SELECT count(*) FROM published" + ofLabel),
        number("SELECT count(*) FROM published" + ofLabel + " AND board IS NULL"),
        number(
            "SELECT count(*) FROM (SELECT 1 FROM published"
                + ofLabel
                + " GROUP BY segment, board_end HAVING count(DISTINCT hash(board)) > 1)"));
  }

  /** The first boards that differ, row by row. */
  private List<String> differences() throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT segment, window_label, board_end, side, "
                    + String.join(", ", BatchSql.columns())
                    + " FROM differences ORDER BY board_end, window_label, segment, list, rank, side"
                    + " LIMIT "
                    + SHOWN)) {
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < BatchSql.columns().size(); i++) {
          row.append(' ')
              .append(BatchSql.columns().get(i))
              .append('=')
              .append(rows.getObject(i + 5));
        }
        lines.add(
            "%s|%s at %s, %s only:%s"
                .formatted(
                    rows.getString(1),
                    rows.getString(2),
                    Instant.ofEpochMilli(rows.getLong(3)),
                    rows.getString(4),
                    row));
      }
    }
    return lines;
  }

  private List<String> texts(String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private long number(String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String statements) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(statements);
    }
  }

  private static long floor(long time, long slide) {
    return Math.floorDiv(time, slide) * slide;
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
