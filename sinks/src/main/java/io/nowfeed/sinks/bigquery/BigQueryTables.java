package io.nowfeed.sinks.bigquery;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Nowfeed's BigQuery tables and how to create them. Their definitions are JSON files beside this
 * class in BigQuery's own format, which {@code bq} and Terraform read as well.
 */
public final class BigQueryTables {
  /** One row for each interaction, with user attributes and content facts. */
  public static final String ENRICHED_INTERACTIONS = "enriched_interactions";

  /** One row for each beacon, with user attributes. */
  public static final String ACTIVE_USERS = "active_users";

  /** One row for each published leaderboard. */
  public static final String POPULARITY = "popularity";

  /** One row for each list of recommendations. */
  public static final String RECOMMENDATIONS = "recommendations";

  /**
   * One row for each item a user engaged with for the first time: was it on the list, and where.
   */
  public static final String RELEVANCE = "relevance";

  /** All of them. */
  public static final List<String> NAMES =
      List.of(ENRICHED_INTERACTIONS, ACTIVE_USERS, POPULARITY, RECOMMENDATIONS, RELEVANCE);

  private static final int ALREADY_EXISTS = 409;

  private BigQueryTables() {}

  /**
   * What a table is to be like: columns, partitioning, clustering, labels.
   *
   * @param table one of {@link #NAMES}
   * @throws IllegalArgumentException if it is none of them
   */
  public static TableInfo definition(BigQueryConnection connection, String table) {
    TableId id = TableId.of(connection.project(), connection.dataset(), table);
    return TableDefinitionReader.read(id);
  }

  /**
   * Creates what is missing: the dataset, and those of {@link #NAMES} it does not have. A table
   * that exists is left as it is, whatever it looks like.
   *
   * @param location where a new dataset is to be, such as EU; null for BigQuery's default
   * @return the names of the tables created, in order
   * @throws IOException if BigQuery cannot be reached or refuses; the text says what was attempted
   */
  public static List<String> createMissing(BigQueryConnection connection, String location)
      throws IOException {
    BigQuery client = connection.restClient();
    createDataset(client, connection, location);
    List<String> created = new ArrayList<>();
    for (String table : NAMES) {
      if (createTable(client, connection, table)) {
        created.add(table);
      }
    }
    return created;
  }

  private static void createDataset(BigQuery client, BigQueryConnection connection, String location)
      throws IOException {
    DatasetId id = DatasetId.of(connection.project(), connection.dataset());
    String name = connection.project() + "." + connection.dataset();
    try {
      if (client.getDataset(id) == null) {
        client.create(DatasetInfo.newBuilder(id).setLocation(location).build());
      }
    } catch (BigQueryException e) {
      tolerateExisting(e, "dataset " + name);
    }
  }

  private static boolean createTable(BigQuery client, BigQueryConnection connection, String table)
      throws IOException {
    TableInfo definition = definition(connection, table);
    try {
      if (client.getTable(definition.getTableId()) != null) {
        return false;
      }
      client.create(definition);
      return true;
    } catch (BigQueryException e) {
      tolerateExisting(e, "table " + connection.displayName(table));
      return false;
    }
  }

  /** Somebody else may have created it since we looked. */
  private static void tolerateExisting(BigQueryException answer, String what) throws IOException {
    if (answer.getCode() != ALREADY_EXISTS) {
      throw new IOException("Cannot create BigQuery " + what + ": " + answer.getMessage(), answer);
    }
  }
}
