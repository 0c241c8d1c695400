package io.nowfeed.local.relevance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The query that docs/events.md shows computes what it says, on the local BigQuery. */
class RelevanceSqlTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private static Path folder;
  private static LocalBigQuery server;
  private static BigQueryConnection connection;

  private final JSONArray rows = new JSONArray();

  @BeforeAll
  static void start() throws Exception {
    server = LocalBigQuery.start(folder, 0, 0);
    connection = BigQueryConnection.local("p", "d", server.grpcEndpoint(), server.restEndpoint());
    BigQueryTables.createMissing(connection, "US");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void hitRateAndMeanReciprocalRankByArm() throws Exception {
    measured("full", 1, DAY);
    measured("full", 4, DAY);
    measured("full", 10, DAY);
    measured("full", 11, DAY);
    measured("full", null, DAY);
    measured("popular", 2, DAY);
    measured("popular", null, DAY);
    measured("popular", 1, DAY.multipliedBy(8));
    write();

    List<FieldValueList> arms = query(shown());

    assertThat(arms)
        .extracting(row -> row.get("arm").getStringValue())
        .containsExactly("full", "popular");
    assertThat(arms)
        .extracting(row -> row.get("engagements").getLongValue())
        .containsExactly(5L, 2L);
    assertThat(arms.get(0).get("hr_10").getDoubleValue()).isEqualTo(3 / 5., within(1e-9));
    assertThat(arms.get(0).get("mrr_10").getDoubleValue())
        .isEqualTo((1 + 1 / 4. + 1 / 10.) / 5, within(1e-9));
    assertThat(arms.get(1).get("hr_10").getDoubleValue()).isEqualTo(1 / 2., within(1e-9));
    assertThat(arms.get(1).get("mrr_10").getDoubleValue()).isEqualTo(1 / 4., within(1e-9));
  }

  private void measured(String arm, Integer rank, Duration ago) {
    long ts = Clock.systemUTC().instant().minus(ago).toEpochMilli();
    rows.put(
        new JSONObject()
            .put("event_id", "i-" + rows.length())
            .put("content_id", "c-1")
            .put("action", "CLICK")
            .put("event_time", ts * 1_000)
            .put("experiment", "ladder")
            .put("arm", arm)
            .putOpt("rank", rank)
            .put("engaged_before", 0)
            .put("origin_topic", "interactions")
            .put("origin_partition", 0)
            .put("origin_offset", rows.length()));
  }

  private void write() throws Exception {
    String path = "projects/p/datasets/d/tables/" + BigQueryTables.RELEVANCE;
    try (BigQueryWriteClient client = connection.writeClient();
        JsonStreamWriter writer = JsonStreamWriter.newBuilder(path, client).build()) {
      assertThat(writer.append(rows).get().hasError()).isFalse();
    }
  }

  private static List<FieldValueList> query(String sql) throws Exception {
    BigQuery client = connection.restClient();
    List<FieldValueList> found = new ArrayList<>();
    client
        .query(
            QueryJobConfiguration.newBuilder(sql).setDefaultDataset(DatasetId.of("p", "d")).build())
        .iterateAll()
        .forEach(found::add);
    return found;
  }

  /** The SQL of the page's section on relevance. */
  private static String shown() throws Exception {
    Path root = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolveSibling("");
    String page = Files.readString(root.resolve("docs/events.md"));
    String section = page.substring(page.indexOf("\n## Relevance\n"));
    String block = section.substring(section.indexOf("```sql\n") + "```sql\n".length());
    return block.substring(0, block.indexOf("```"));
  }
}
