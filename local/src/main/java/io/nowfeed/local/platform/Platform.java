package io.nowfeed.local.platform;

import com.google.cloud.bigquery.BigQuery;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.cdc.UsersTable;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.PersonalizationPipeline;
import io.nowfeed.jobs.config.ArchiveOptions;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.server.ConnectWorker;
import io.nowfeed.local.server.FlinkCluster;
import io.nowfeed.local.server.KafkaBroker;
import io.nowfeed.local.server.PostgresServer;
import io.nowfeed.local.traffic.Target;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.TableDifference;
import io.nowfeed.sinks.bigquery.TableSync;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running platform: real servers, and the jobs on them.
 *
 * <pre>
 *  Postgres ─► Connect ─► Kafka ◄─► Flink (PersonalizationJob, AnalyticsJob) ─► BigQuery, Postgres
 * </pre>
 */
public final class Platform implements AutoCloseable {
  /** The project that the local BigQuery's tables are in. */
  public static final String PROJECT = "local";

  /** The dataset that the local BigQuery's tables are in. */
  public static final String DATASET = "nowfeed";

  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  private final DataDirectory directory;
  private final PlatformOptions options;
  private final Parts parts;
  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final LocalBigQuery bigQuery;
  private final FlinkCluster flink;
  private final ConnectWorker connect;
  private JobID personalization;
  private JobID analytics;

  /** Null without an archive. */
  private JobID archive;

  private Platform(DataDirectory directory, PlatformOptions options, StartProgress progress)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.options = options;
    this.parts = new Parts(progress);
    Ports ports = options.ports();
    try {
      var startingPostgres =
          parts.start(
              "Postgres", () -> PostgresServer.start(directory.of("postgres"), ports.postgres()));
      var startingKafka =
          parts.start(
              "Kafka",
              () ->
                  KafkaBroker.start(directory.of("kafka"), ports.kafka(), ports.kafkaController()));
      var startingBigQuery = parts.start("BigQuery", this::startBigQuery);
      var startingFlink =
          parts.start("Flink", () -> FlinkCluster.start(directory.of("flink"), ports.flink()));
      this.postgres = parts.await(startingPostgres);
      this.kafka = parts.await(startingKafka);
      this.connect = parts.await(parts.start("Kafka Connect", this::startConnect));
      this.bigQuery = parts.await(startingBigQuery);
      this.flink = parts.await(startingFlink);
    } catch (IOException | InterruptedException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /**
   * Stops what a killed platform left over on the directory, and checks that nobody else is in the
   * way: to be called before {@link #start}.
   *
   * @throws UsageException when a port is taken
   * @throws IOException when what is left over does not stop
   */
  public static void makeWay(DataDirectory directory, Ports ports) throws IOException {
    // The directory is locked, so a server that still runs on it has lost its platform.
    PostgresServer.stopLeftOver(directory.of("postgres"));
    ports.requireFree();
  }

  /** Starts the servers; {@link #submit} starts the jobs on them. */
  public static Platform start(
      DataDirectory directory, PlatformOptions options, StartProgress progress)
      throws IOException, InterruptedException {
    return new Platform(directory, options, progress);
  }

  private LocalBigQuery startBigQuery() throws IOException {
    LocalBigQuery server =
        LocalBigQuery.start(
            directory.of("bigquery"),
            options.ports().bigQueryGrpc(),
            options.ports().bigQueryRest());
    for (TableDifference left : new TableSync(connection(server)).create("US").left()) {
      LOG.warn("BigQuery's tables in {} differ: {}", directory.path(), left.text());
    }
    return server;
  }

  private ConnectWorker startConnect() throws IOException {
    Files.createDirectories(directory.of("connect"));
    return ConnectWorker.start(
        kafka.bootstrapServers(),
        directory.of("connect").resolve("offsets"),
        options.ports().connect(),
        Map.of(
            "POSTGRES_HOST", "127.0.0.1",
            "POSTGRES_PORT", String.valueOf(postgres.port()),
            "POSTGRES_USER", postgres.user(),
            "POSTGRES_PASSWORD", postgres.user(),
            "POSTGRES_DB", "postgres"));
  }

  /** Registers the connector and submits the jobs; they go on from where they were. */
  public void submit() throws IOException, InterruptedException {
    connect.put(UsersTable.CONNECTOR, UsersTable.connector());
    try {
      JobConfig config = JobConfig.of(settings(), PersonalizationJob.REQUIRED);
      personalization =
          flink.submit(
              "personalization", options.parallelism(), config, this::buildPersonalization);
      analytics = flink.submit("analytics", 1, config, AnalyticsJob::build);
      if (config.get(ArchiveOptions.PATH) != null) {
        archive = flink.submit("archive", 1, config, ArchiveJob::build);
      }
    } catch (InvalidConfigException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void buildPersonalization(StreamExecutionEnvironment env, JobConfig config) {
    PersonalizationPipeline.Inputs inputs = PersonalizationJob.inputs(env, config);
    if (options.failAfter() > 0) {
      inputs = FailOnce.in(inputs, options.failAfter(), directory.of("failed-once"));
    }
    PersonalizationPipeline.build(inputs, PersonalizationJob.outputs(config), config);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    settings.put("checkpoint.interval", "1 s");
    settings.put("archive.roll-interval", "10 s");
    settings.put("bigquery.project", PROJECT);
    settings.put("bigquery.dataset", DATASET);
    settings.put("bigquery.endpoint.grpc", bigQuery.grpcEndpoint());
    settings.put("jdbc.url", postgres.jdbcUrl());
    settings.put("jdbc.user", postgres.user());
    settings.putAll(options.jobSettings());
    return settings;
  }

  /** Where everything is reached. */
  public Endpoints endpoints() {
    return new Endpoints(
        kafka.bootstrapServers(),
        new Endpoints.Postgres(postgres.jdbcUrl(), postgres.user()),
        connect.url(),
        flink.url(),
        new Endpoints.BigQuery(bigQuery.grpcEndpoint(), bigQuery.restEndpoint()),
        PROJECT,
        DATASET);
  }

  /** Where traffic goes. */
  public Target target() {
    return new Target(kafka.bootstrapServers(), postgres.jdbcUrl(), postgres.user(), "");
  }

  /** Google's own client, talking to the local BigQuery. */
  public BigQuery bigQueryClient() throws IOException {
    return connection(bigQuery).restClient();
  }

  private static BigQueryConnection connection(LocalBigQuery server) {
    return BigQueryConnection.local(PROJECT, DATASET, server.grpcEndpoint(), server.restEndpoint());
  }

  /**
   * Whether the connector captures and both jobs have saved their state once, hence run whole. The
   * archive, if there is one, saves too seldom to be waited for.
   *
   * @throws IOException when the connector failed
   */
  public boolean isUp() throws IOException, InterruptedException {
    try {
      return connect.isRunning(UsersTable.CONNECTOR)
          && flink.completedCheckpoints(personalization) > 0
          && flink.completedCheckpoints(analytics) > 0
          && (archive == null || flink.status(archive) == JobStatus.RUNNING);
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** How often the jobs went back to a checkpoint in this run. */
  public long restarts() throws InterruptedException {
    try {
      return flink.restarts(personalization)
          + flink.restarts(analytics)
          + (archive == null ? 0 : flink.restarts(archive));
    } catch (ExecutionException e) {
      return 0;
    }
  }

  /** The Flink cluster, for tests that kill a part of it. */
  public FlinkCluster flink() {
    return flink;
  }

  /** The local BigQuery, for tests that make it fail. */
  public LocalBigQuery bigQuery() {
    return bigQuery;
  }

  /** Stops everything, jobs first; what they have not saved they do again next time. */
  @Override
  public void close() {
    parts.close();
  }
}
