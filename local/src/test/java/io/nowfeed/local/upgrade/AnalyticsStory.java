package io.nowfeed.local.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One of each kind of record before the savepoint, and one behind it. */
final class AnalyticsStory implements JobStory {
  private static final String PROJECT = "local";
  private static final String DATASET = "nowfeed";
  private static final List<String> TABLES =
      List.of(
          "enriched_interactions", "active_users", "popularity", "recommendations", "relevance");

  private final LocalBigQuery bigQuery;
  private final BigQuery client;

  AnalyticsStory(Path folder) throws IOException {
    bigQuery = LocalBigQuery.start(folder.resolve("bigquery"), 0, 0);
    BigQueryConnection connection =
        BigQueryConnection.local(
            PROJECT, DATASET, bigQuery.grpcEndpoint(), bigQuery.restEndpoint());
    BigQueryTables.createMissing(connection, "US");
    client = connection.restClient();
  }

  @Override
  public String job() {
    return "analytics";
  }

  @Override
  public JobConfig config(String bootstrapServers) throws InvalidConfigException {
    return JobConfig.of(
        Map.of(
            "kafka.bootstrap.servers",
            bootstrapServers,
            "checkpoint.interval",
            "200 ms",
            "bigquery.project",
            PROJECT,
            "bigquery.endpoint.grpc",
            bigQuery.grpcEndpoint()),
        AnalyticsJob.REQUIRED);
  }

  @Override
  public void build(StreamExecutionEnvironment env, JobConfig config) {
    AnalyticsJob.build(env, config);
  }

  @Override
  public List<List<ProducerRecord<byte[], byte[]>>> before() {
    return List.of(after());
  }

  @Override
  public void assertTaken(int step, Results results) throws Exception {
    assertWentOn(results);
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> after() {
    return List.of(
        record(
            Topics.ENRICHED_INTERACTIONS,
            EnrichedInteraction.class,
            Fixtures.enriched("c-1", io.nowfeed.events.Action.CLICK, Fixtures.NOON)),
        record(Topics.ACTIVE_USERS, ActiveUser.class, Fixtures.activeUser()),
        record(Topics.POPULARITY, Leaderboard.class, Fixtures.movingLeaderboard("global")),
        record(Topics.RECOMMENDATIONS, Recommendations.class, Fixtures.recommendations()),
        record(Topics.RELEVANCE, Relevance.class, Fixtures.relevance()));
  }

  /** What came before is in the tables of then, and not here. */
  @Override
  public void assertWentOn(Results results) throws Exception {
    assertThat(results.of(Topics.DEAD_LETTERS, DeadLetter.class))
        .as("goes on where it was in every topic")
        .isEmpty();
    for (String table : TABLES) {
      assertThat(rows(table)).as(table).isEqualTo(1);
    }
  }

  private long rows(String table) throws InterruptedException {
    String sql = "SELECT COUNT(*) FROM `%s.%s.%s`".formatted(PROJECT, DATASET, table);
    return client
        .query(QueryJobConfiguration.of(sql))
        .iterateAll()
        .iterator()
        .next()
        .get(0)
        .getLongValue();
  }

  private static <T> ProducerRecord<byte[], byte[]> record(String topic, Class<T> type, T value) {
    return new ProducerRecord<>(topic, 0, "ann".getBytes(UTF_8), JsonCodec.of(type).encode(value));
  }

  @Override
  public void close() throws Exception {
    bigQuery.close();
  }
}
