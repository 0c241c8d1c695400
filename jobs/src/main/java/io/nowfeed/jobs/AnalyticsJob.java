package io.nowfeed.jobs;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.AnalyticsPipeline.Dashboards;
import io.nowfeed.jobs.AnalyticsPipeline.Inputs;
import io.nowfeed.jobs.AnalyticsPipeline.Outputs;
import io.nowfeed.jobs.analytics.ActiveUserRow;
import io.nowfeed.jobs.analytics.EnrichedInteractionRow;
import io.nowfeed.jobs.analytics.PopularityRow;
import io.nowfeed.jobs.analytics.RecommendationsRow;
import io.nowfeed.jobs.analytics.RefusedResult;
import io.nowfeed.jobs.analytics.RelevanceRow;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.jobs.flow.Result;
import io.nowfeed.jobs.source.EventTime;
import io.nowfeed.jobs.source.ResultSources;
import io.nowfeed.sinks.MappedSink;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQuerySink;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import io.nowfeed.sinks.bigquery.RefusedRow;
import io.nowfeed.sinks.jdbc.ActiveUsersTable;
import io.nowfeed.sinks.jdbc.PopularityTable;
import io.nowfeed.sinks.jdbc.RelevanceTable;
import io.nowfeed.sinks.kafka.KafkaSinks;
import io.nowfeed.sinks.kafka.SerializableFunction;
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

  /** Of the consumer group and the transactional ids. */
  private static final String SUFFIX = "analytics";

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
    ResultSources kafka = new ResultSources(config, SUFFIX, Clock.systemUTC());
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
    KafkaSinks kafka =
        new KafkaSinks(
            config.kafka(),
            config.get(JobOptions.TRANSACTION_PREFIX) + "-" + SUFFIX,
            config.get(JobOptions.TRANSACTION_TIMEOUT));
    Tables tables = new Tables(bigQuery(config), kafka, Clock.systemUTC());
    return new Outputs(
        tables.sink(
            BigQueryTables.ENRICHED_INTERACTIONS,
            EnrichedInteractionRow.class,
            EnrichedInteractionRow::of,
            Topics.ENRICHED_INTERACTIONS),
        tables.sink(
            BigQueryTables.ACTIVE_USERS,
            ActiveUserRow.class,
            ActiveUserRow::of,
            Topics.ACTIVE_USERS),
        tables.sink(
            BigQueryTables.POPULARITY, PopularityRow.class, PopularityRow::of, Topics.POPULARITY),
        tables.sink(
            BigQueryTables.RECOMMENDATIONS,
            RecommendationsRow.class,
            RecommendationsRow::of,
            Topics.RECOMMENDATIONS),
        tables.sink(
            BigQueryTables.RELEVANCE, RelevanceRow.class, RelevanceRow::of, Topics.RELEVANCE),
        dashboards(config),
        kafka.deadLetters(Topics.DEAD_LETTERS));
  }

  /** Tables that send what they do not take where other dead letters go. */
  private record Tables(BigQueryConnection connection, KafkaSinks kafka, Clock clock) {
    private <T, R extends Record> Sink<Result<T>> sink(
        String table, Class<R> row, SerializableFunction<T, R> rowOf, String topic) {
      String stage = "sink-bigquery-" + topic;
      Clock stamp = clock;
      SerializableFunction<RefusedRow<Result<T>>, DeadLetter> letter =
          refused -> RefusedResult.of(refused, stage, stamp);
      return BigQuerySink.<Result<T>, R>builder(
              connection, table, row, result -> rowOf.apply(result.record()))
          .setRefusedRows(
              new MappedSink<>(letter, kafka.deadLettersAtLeastOnce(Topics.DEAD_LETTERS)))
          .build();
    }
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

  private static Dashboards dashboards(JobConfig config) {
    String url = config.get(JobOptions.JDBC_URL);
    if (url == null) {
      return null;
    }
    String user = config.get(JobOptions.JDBC_USER);
    String password = config.get(JobOptions.JDBC_PASSWORD);
    return new Dashboards(
        PopularityTable.sink(url, user, password),
        ActiveUsersTable.sink(url, user, password),
        RelevanceTable.sink(url, user, password));
  }

  /** Rows have no windows, so event time has nothing to say here. */
  private static <T> DataStream<T> source(
      StreamExecutionEnvironment env, Source<T, ?, ?> source, String topic) {
    return env.fromSource(source, EventTime.ofTable(), topic).uid("source-" + topic);
  }
}
