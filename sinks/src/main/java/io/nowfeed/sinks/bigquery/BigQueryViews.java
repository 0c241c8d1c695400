package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.ViewDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Nowfeed's BigQuery views: what dashboards ask first. Each is an SQL file in the folder {@code
 * views} beside this class; the comment at its head says what it answers. Their GoogleSQL keeps to
 * what the local BigQuery understands as well.
 */
public final class BigQueryViews {
  /** All of them. */
  public static final List<String> NAMES =
      List.of(
          "active_users_by_minute",
          "click_through_by_content",
          "click_through_by_category",
          "click_through_by_arm",
          "freshness_by_hour",
          "top_content",
          "reconciliation",
          "repeated_rows");

  /** Stands for the project and dataset in a file. */
  private static final String DATASET = "${dataset}";

  private static final String COMMENT = "--";

  /** Views count; none shows a person. */
  private static final Map<String, String> LABELS =
      Map.of("system", "nowfeed", "owner", "nowfeed", "pii", "no");

  private BigQueryViews() {}

  /**
   * What a view is to be like: query, description, labels.
   *
   * @param view one of {@link #NAMES}
   * @throws IllegalArgumentException if it is none of them
   */
  public static TableInfo definition(BigQueryConnection connection, String view) {
    String file = file(view);
    String dataset = connection.project() + "." + connection.dataset();
    TableId id = TableId.of(connection.project(), connection.dataset(), view);
    return TableInfo.newBuilder(id, ViewDefinition.of(file.replace(DATASET, dataset)))
        .setDescription(description(file))
        .setLabels(LABELS)
        .build();
  }

  /** The first paragraph of the comment at the head. */
  private static String description(String file) {
    return file.lines()
        .takeWhile(line -> line.startsWith(COMMENT) && line.length() > COMMENT.length())
        .map(line -> line.substring(COMMENT.length()).strip())
        .collect(Collectors.joining(" "));
  }

  private static String file(String view) {
    String file = "views/" + view + ".sql";
    try (InputStream sql = BigQueryViews.class.getResourceAsStream(file)) {
      if (sql == null) {
        throw new IllegalArgumentException(
            "No BigQuery view is called " + view + ": there are " + NAMES);
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the view " + file, e);
    }
  }
}
