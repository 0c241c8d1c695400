package io.nowfeed.jobs;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.AnalyticsPipeline.Inputs;
import io.nowfeed.jobs.AnalyticsPipeline.Outputs;
import io.nowfeed.jobs.analytics.ActiveUserRow;
import io.nowfeed.jobs.analytics.EnrichedInteractionRow;
import io.nowfeed.jobs.analytics.PopularityRow;
import io.nowfeed.jobs.analytics.RecommendationsRow;
import io.nowfeed.jobs.analytics.RelevanceRow;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.source.EventTime;
import io.nowfeed.jobs.source.ResultSources;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQuerySink;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import io.nowfeed.sinks.jdbc.PopularityTable;
import io.nowfeed.sinks.kafka.KafkaSinks;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Analytics as a job: {@code flink run -c io.nowfeed.jobs.AnalyticsJob nowfeed-jobs.jar --config
 * FILE --key value}.
 */
public final class AnalyticsJob {
  /** The job's name in a Flink cluster. */
  public static final String NAME = "Nowfeed analytics";

  /** Without these the job cannot run. */
  public static final List<ConfigOption<?>> REQUIRED =
      List.of(JobOptions.BOOTSTRAP_SERVERS, JobOptions.BIGQUERY_PROJECT);

  private AnalyticsJob() {}

  /** Wires configuration and connectors, and runs. */
  public static void main(String[] args) throws Exception {
    JobLauncher.launch(NAME, args, REQUIRED, AnalyticsJob::build);
  }

  /** The graph over Kafka, BigQuery and Postgres. */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    AnalyticsPipeline.build(inputs(env, config), outputs(config));
  }

  private static Inputs inputs(StreamExecutionEnvironment env, JobConfig config) {
    ResultSources kafka = new ResultSources(config, Clock.systemUTC());
    return new Inputs(
        source(
            env,
            kafka.enrichedInteractions(Topics.ENRICHED_INTERACTIONS),
            Topics.ENRICHED_INTERACTIONS),
        source(env, kafka.activeUsers(Topics.ACTIVE_USERS), Topics.ACTIVE_USERS),
        source(env, kafka.popularity(Topics.POPULARITY), Topics.POPULARITY),
        source(env, kafka.recommendations(Topics.RECOMMENDATIONS), Topics.RECOMMENDATIONS),
        source(env, kafka.relevance(Topics.RELEVANCE), Topics.RELEVANCE));
  }

  private static Outputs outputs(JobConfig config) {
    BigQueryConnection bigQuery = bigQuery(config);
    KafkaSinks kafka =
        new KafkaSinks(
            config.kafka(),
            config.get(JobOptions.TRANSACTION_PREFIX) + "-analytics",
            config.get(JobOptions.TRANSACTION_TIMEOUT));
    return new Outputs(
        table(bigQuery, BigQueryTables.ENRICHED_INTERACTIONS, EnrichedInteractionRow.class),
        table(bigQuery, BigQueryTables.ACTIVE_USERS, ActiveUserRow.class),
        table(bigQuery, BigQueryTables.POPULARITY, PopularityRow.class),
        table(bigQuery, BigQueryTables.RECOMMENDATIONS, RecommendationsRow.class),
        table(bigQuery, BigQueryTables.RELEVANCE, RelevanceRow.class),
        boards(config),
        kafka.deadLetters(Topics.DEAD_LETTERS));
  }

  private static BigQueryConnection bigQuery(JobConfig config) {
    String grpc = config.get(JobOptions.BIGQUERY_GRPC);
    return new BigQueryConnection(
        config.get(JobOptions.BIGQUERY_PROJECT),
        config.get(JobOptions.BIGQUERY_DATASET),
        grpc,
        null,
        grpc != null,
        config.get(JobOptions.BIGQUERY_CREDENTIALS));
  }

  private static <T extends Record> Sink<T> table(
      BigQueryConnection connection, String table, Class<T> row) {
    return BigQuerySink.builder(connection, table, row).build();
  }

  private static Sink<Leaderboard> boards(JobConfig config) {
    String url = config.get(JobOptions.JDBC_URL);
    return url == null
        ? null
        : PopularityTable.sink(
            url, config.get(JobOptions.JDBC_USER), config.get(JobOptions.JDBC_PASSWORD));
  }

  /** Rows have no windows, so event time has nothing to say here. */
  private static <T> DataStream<T> source(
      StreamExecutionEnvironment env, Source<T, ?, ?> source, String topic) {
    return env.fromSource(source, EventTime.ofTable(), topic).uid("source-" + topic);
  }
}
