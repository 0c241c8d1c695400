package io.nowfeed.local.platform;

import com.google.cloud.bigquery.BigQuery;
import io.nowfeed.cdc.UsersTable;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.PersonalizationPipeline;
import io.nowfeed.jobs.config.ArchiveOptions;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.process.Supervisor;
import io.nowfeed.local.server.ConnectRest;
import io.nowfeed.local.server.PostgresServer;
import io.nowfeed.local.traffic.Target;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.TableDifference;
import io.nowfeed.sinks.bigquery.TableSync;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
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

  private static final String PERSONALIZATION = "personalization";
  private static final String ANALYTICS = "analytics";
  private static final String ARCHIVE = "archive";

  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  private final DataDirectory directory;
  private final PlatformOptions options;
  private final Servers servers;
  private boolean archives;

  private Platform(DataDirectory directory, PlatformOptions options, Servers servers) {
    this.directory = directory;
    this.options = options;
    this.servers = servers;
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
    Supervisor.stopLeftOver(SeparateServers.processes(directory));
    PostgresServer.stopLeftOver(directory.of("postgres"));
    ports.requireFree();
  }

  /** Starts the servers; {@link #submit} starts the jobs on them. */
  public static Platform start(
      DataDirectory directory, PlatformOptions options, StartProgress progress)
      throws IOException, InterruptedException {
    StateFormat.of(options).require(directory);
    Servers servers =
        options.processes()
            ? new SeparateServers(directory, options.ports(), progress)
            : new InProcessServers(directory, options.ports(), progress);
    Platform platform = new Platform(directory, options, servers);
    try {
      platform.createTables();
      return platform;
    } catch (IOException | RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  private void createTables() throws IOException {
    for (TableDifference left : new TableSync(bigQuery()).create("US").left()) {
      LOG.warn("BigQuery's tables in {} differ: {}", directory.path(), left.text());
    }
  }

  /** Registers the connector and submits the jobs; they go on from where they were. */
  public void submit() throws IOException, InterruptedException {
    new ConnectRest(endpoints().connect()).put(UsersTable.CONNECTOR, UsersTable.connector());
    archives = settings().containsKey(ArchiveOptions.PATH.key());
    try {
      submit(
          PERSONALIZATION,
          PersonalizationJob.class,
          options.parallelism(),
          this::buildPersonalization);
      submit(ANALYTICS, AnalyticsJob.class, 1, AnalyticsJob::build);
      if (archives) {
        submit(ARCHIVE, ArchiveJob.class, 1, ArchiveJob::build);
      }
    } catch (InvalidConfigException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void submit(
      String name,
      Class<?> main,
      int parallelism,
      BiConsumer<StreamExecutionEnvironment, JobConfig> graph)
      throws IOException, InterruptedException, InvalidConfigException {
    servers.jobs().submit(new LocalJob(name, main, parallelism, settings(), graph));
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
    Endpoints endpoints = endpoints();
    settings.put("kafka.bootstrap.servers", endpoints.kafka());
    settings.put("checkpoint.interval", servers.checkpointInterval());
    settings.put("archive.roll-interval", "10 s");
    settings.put("bigquery.project", PROJECT);
    settings.put("bigquery.dataset", DATASET);
    settings.put("bigquery.endpoint.grpc", endpoints.bigquery().grpc());
    settings.put("jdbc.url", endpoints.postgres().url());
    settings.put("jdbc.user", endpoints.postgres().user());
    settings.putAll(options.jobSettings());
    return settings;
  }

  /** Where everything is reached. */
  public Endpoints endpoints() {
    return servers.endpoints();
  }

  /** Where traffic goes. */
  public Target target() {
    Endpoints endpoints = endpoints();
    return new Target(
        endpoints.kafka(), endpoints.postgres().url(), endpoints.postgres().user(), "");
  }

  /** Google's own client, talking to the local BigQuery. */
  public BigQuery bigQueryClient() throws IOException {
    return bigQuery().restClient();
  }

  private BigQueryConnection bigQuery() {
    Endpoints.BigQuery server = endpoints().bigquery();
    return BigQueryConnection.local(PROJECT, DATASET, server.grpc(), server.rest());
  }

  /**
   * Whether the connector captures and both jobs have saved their state once, hence run whole. The
   * archive, if there is one, saves too seldom to be waited for.
   *
   * @throws IOException when the connector failed
   */
  public boolean isUp() throws IOException, InterruptedException {
    Jobs jobs = servers.jobs();
    return new ConnectRest(endpoints().connect()).isRunning(UsersTable.CONNECTOR)
        && jobs.completedCheckpoints(PERSONALIZATION) > 0
        && jobs.completedCheckpoints(ANALYTICS) > 0
        && (!archives || jobs.isRunning(ARCHIVE));
  }

  /** How often the jobs went back to a checkpoint in this run. */
  public long restarts() throws InterruptedException {
    return servers.jobs().restarts();
  }

  /** Whether every server is there, every job runs whole, and the connector captures. */
  public boolean isWhole() throws InterruptedException {
    try {
      return servers.areWhole()
          && new ConnectRest(endpoints().connect()).isRunning(UsersTable.CONNECTOR);
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts no server again from now on: what ends now has been asked to. */
  public void leaveAlone() {
    servers.leaveAlone();
  }

  /** What happened to a server that the user should see, null for nothing. */
  public String incident() {
    return servers.incident();
  }

  /**
   * The processes of the servers, for whoever makes some fail.
   *
   * @throws IllegalStateException when they have none of their own
   */
  public Supervisor processes() {
    return servers.processes();
  }

  /** The settings of the jobs. */
  public JobConfig config() {
    try {
      return JobConfig.of(settings(), PersonalizationJob.REQUIRED);
    } catch (InvalidConfigException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The servers, for tests that know of what kind they are. */
  Servers servers() {
    return servers;
  }

  /** Stops everything, jobs first; what they have not saved they do again next time. */
  @Override
  public void close() {
    servers.close();
  }
}
