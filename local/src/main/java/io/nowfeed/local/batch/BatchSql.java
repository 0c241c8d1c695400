package io.nowfeed.local.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Action;
import io.nowfeed.events.Measure;
import io.nowfeed.jobs.config.Dimension;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.config.WindowSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The leaderboards as a batch computes them: SQL for DuckDB, of a job's settings. It knows what the
 * settings mean by docs/popularity.md, and nothing of how the job goes about it.
 */
final class BatchSql {
  /** What is counted, by the column of the count; watch time is summed. */
  private static final List<Measure> COUNTS =
      Stream.of(Measure.values()).filter(measure -> measure != Measure.CTR).toList();

  private static final String SCORE = "score";

  private final JobConfig config;

  BatchSql(JobConfig config) {
    this.config = config;
  }

  /**
   * Reads what the job wrote.
   *
   * @param folder where the topics are, as files
   * @param lastEnd boards of windows that end later are left out, epoch milliseconds
   */
  String load(String folder, long lastEnd) {
    Map<String, String> values = new HashMap<>();
    values.put("folder", folder.replace("'", "''"));
    values.put("last_end", Long.toString(lastEnd));
    values.put("item", item());
    values.put("age_band", ageBand());
    values.put("hits", hits());
    return filled("load.sql", values);
  }

  /** The boards of one window size, from an end, inclusive, to an end, exclusive. */
  String expected(WindowSize window, long from, long to, long lastEnd) {
    Map<String, String> values = span(window, from, to, lastEnd);
    values.put("counted", each("%2$s AS %1$s"));
    values.put("summed", each("sum(%1$s)::BIGINT AS %1$s"));
    values.put("measures", each("%1$s"));
    values.put("score", score());
    values.put("lists", lists());
    values.put("before", before());
    values.put("top", Integer.toString(config.get(JobOptions.TOP)));
    values.put("prior_clicks", Integer.toString(config.get(JobOptions.CTR_PRIOR_CLICKS)));
    values.put("prior_impressions", Integer.toString(config.get(JobOptions.CTR_PRIOR_IMPRESSIONS)));
    return filled("expected.sql", values);
  }

  /** Compares them with what was published; needs the tables of {@link #results}. */
  String compare(WindowSize window, long from, long to, long lastEnd) {
    Map<String, String> values = span(window, from, to, lastEnd);
    values.put("label", window.label());
    values.put("published_measures", each("p.counts.%1$s AS %1$s"));
    values.put(
        "top_by",
        config.topBy().stream()
            .map(measure -> "'" + measure.wireName() + "'")
            .collect(Collectors.joining(", ", "[", "]")));
    return filled("compare.sql", values);
  }

  /** The tables that comparisons are added to. */
  String results() {
    return filled("results.sql", Map.of("measures", each("%1$s BIGINT")));
  }

  /** A rank on a list, the score of the item, its trend, its rate, and every count. */
  static List<String> columns() {
    List<String> columns =
        new ArrayList<>(
            List.of("list", "rank", "previous_rank", "content_id", SCORE, "trend", "ctr"));
    COUNTS.forEach(measure -> columns.add(measure.wireName()));
    return columns;
  }

  private static Map<String, String> span(WindowSize window, long from, long to, long lastEnd) {
    Map<String, String> values = new HashMap<>();
    values.put("size", Long.toString(window.size().toMillis()));
    values.put("slide", Long.toString(window.slide().toMillis()));
    values.put("from", Long.toString(from));
    values.put("to", Long.toString(to));
    values.put("last_end", Long.toString(lastEnd));
    return values;
  }

  /** One column a count: %1$s its name, %2$s how it comes of interactions. */
  private static String each(String column) {
    return COUNTS.stream()
        .map(measure -> column.formatted(measure.wireName(), aggregate(measure)))
        .collect(Collectors.joining(",\n       "));
  }

  private static String aggregate(Measure measure) {
    return measure == Measure.WATCH_TIME_MS
        ? "sum(watched_ms)::BIGINT"
        : "count(*) FILTER (action = '%s')"
            .formatted(action(measure).name().toLowerCase(java.util.Locale.ROOT));
  }

  private static Action action(Measure measure) {
    return switch (measure) {
      case IMPRESSIONS -> Action.IMPRESSION;
      case CLICKS -> Action.CLICK;
      case WATCHES -> Action.WATCH;
      case SCROLLS -> Action.SCROLL;
      case LIKES -> Action.LIKE;
      case SHARES -> Action.SHARE;
      case ADD_TO_CARTS -> Action.ADD_TO_CART;
      case PURCHASES -> Action.PURCHASE;
      case WATCH_TIME_MS, CTR -> throw new IllegalArgumentException(measure + " counts no action");
    };
  }

  /** Summed in the order of the actions: so it is the same double to the last bit. */
  private String score() {
    Map<Action, Double> weights = config.weights();
    List<String> terms = new ArrayList<>();
    terms.add("0::DOUBLE");
    for (Action action : Action.values()) {
      Measure counts =
          COUNTS.stream()
              .filter(measure -> measure != Measure.WATCH_TIME_MS && action(measure) == action)
              .findFirst()
              .orElseThrow();
      terms.add("%s::DOUBLE * %s".formatted(weights.getOrDefault(action, 0.0), counts.wireName()));
    }
    terms.add("%s::DOUBLE * (watch_time_ms / 60000::DOUBLE)".formatted(config.watchMinuteWeight()));
    return "(" + String.join(" + ", terms) + ")";
  }

  private String lists() {
    List<String> lists = new ArrayList<>();
    lists.add("SELECT 'score' AS list, *, score AS value FROM valued WHERE score > 0");
    for (Measure measure : config.topBy()) {
      lists.add(
          "SELECT '%1$s', *, %1$s::DOUBLE FROM valued WHERE %2$s"
              .formatted(
                  measure.wireName(),
                  measure == Measure.CTR
                      ? "impressions + clicks > 0"
                      : measure.wireName() + " > 0"));
    }
    return String.join("\nUNION ALL ", lists);
  }

  /** What a list is ranked by, of the window before (b), of which there may be nothing. */
  private String before() {
    StringBuilder cases = new StringBuilder("CASE r.list WHEN 'score' THEN b.score");
    for (Measure measure : config.topBy()) {
      String value =
          measure == Measure.CTR
              ? "CASE WHEN b.impressions + b.clicks > 0 THEN b.ctr END"
              : "b." + measure.wireName() + "::DOUBLE";
      cases.append(" WHEN '%s' THEN %s".formatted(measure.wireName(), value));
    }
    return cases.append(" END").toString();
  }

  private static String item() {
    return "STRUCT(rank BIGINT, previous_rank BIGINT, content_id VARCHAR, score DOUBLE, trend DOUBLE,"
        + " ctr DOUBLE, counts STRUCT("
        + each("%1$s BIGINT")
        + "))";
  }

  /** Age is by year: nobody's birthday is known. */
  private String ageBand() {
    List<Integer> begins = config.get(JobOptions.AGE_BANDS);
    String age = "(year(make_timestamp(ts * 1000)) - birth_year)";
    StringBuilder cases =
        new StringBuilder("CASE WHEN birth_year IS NULL OR %s < 0 THEN NULL".formatted(age));
    int from = 0;
    for (int begin : begins) {
      cases.append(" WHEN %s < %d THEN '%d-%d'".formatted(age, begin, from, begin - 1));
      from = begin;
    }
    return cases.append(" ELSE '%d+' END".formatted(from)).toString();
  }

  private String hits() {
    return config.segments().stream()
        .map(BatchSql::hits)
        .collect(Collectors.joining("\nUNION ALL\n"));
  }

  private static String hits(List<Dimension> dimensions) {
    String segment =
        dimensions.isEmpty()
            ? "'global'"
            : dimensions.stream()
                .map(
                    dimension ->
                        "'%s=' || encoded(%s)".formatted(dimension.label(), value(dimension)))
                .collect(Collectors.joining(" || ',' || "));
    String known =
        dimensions.stream()
            .map(dimension -> " AND " + value(dimension) + " IS NOT NULL")
            .collect(Collectors.joining());
    return "SELECT %s AS segment, content_id, ts, action, watched_ms FROM counted WHERE true%s"
        .formatted(segment, known);
  }

  private static String value(Dimension dimension) {
    return switch (dimension) {
      case COUNTRY -> "country";
      case REGION -> "region";
      case USER_LANGUAGE -> "user_language";
      case GENDER -> "gender";
      case PLAN -> "plan";
      case AGE_BAND -> "age_band(ts, birth_year)";
      case LANGUAGE -> "\"language\"";
      case CATEGORY -> "category";
    };
  }

  private static String filled(String file, Map<String, String> values) {
    String sql = text(file);
    for (Map.Entry<String, String> value : values.entrySet()) {
      sql = sql.replace("${" + value.getKey() + "}", value.getValue());
    }
    if (sql.contains("${")) {
      throw new IllegalStateException(file + " needs more values: " + sql);
    }
    return sql;
  }

  private static String text(String file) {
    try (InputStream bytes = BatchSql.class.getResourceAsStream(file)) {
      return new String(bytes.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
