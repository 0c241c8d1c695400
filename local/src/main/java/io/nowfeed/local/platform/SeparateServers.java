package io.nowfeed.local.platform;

import io.nowfeed.local.process.Flink;
import io.nowfeed.local.process.FlinkCommand;
import io.nowfeed.local.process.FlinkConfiguration;
import io.nowfeed.local.process.FlinkRest;
import io.nowfeed.local.process.Home;
import io.nowfeed.local.process.Part;
import io.nowfeed.local.process.PostgresPart;
import io.nowfeed.local.process.Readiness;
import io.nowfeed.local.process.Server;
import io.nowfeed.local.process.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Every server in a process of its own, as in production: any of them may be killed, and is started
 * again.
 */
final class SeparateServers implements Servers {
  private static final int TASK_MANAGERS = 2;

  private final DataDirectory directory;
  private final Ports ports;
  private final Parts parts;
  private final Supervisor supervisor;
  private final PostgresPart postgres;
  private final Server server;
  private final Readiness ready;
  private final FlinkRest rest;
  private final Flink flink;
  private final SubmittedJobs jobs;

  SeparateServers(DataDirectory directory, Ports ports, StartProgress progress)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.ports = ports;
    Path logs = Files.createDirectories(directory.of("logs"));
    this.supervisor = new Supervisor(processes(directory));
    this.parts = new Parts(progress);
    this.ready = new Readiness(supervisor, logs);
    this.server = new Server(directory.path(), logs);
    this.postgres = new PostgresPart(directory.of("postgres"), ports.postgres());
    this.rest = new FlinkRest(URI.create(flinkUrl()));
    try {
      this.flink = Flink.of(System.getenv("FLINK_HOME"), flinkConfiguration(), logs);
      this.jobs = start(logs);
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where the number of each process is kept. */
  static Path processes(DataDirectory directory) {
    return directory.of("processes");
  }

  private SubmittedJobs start(Path logs) throws IOException, InterruptedException {
    var kafka =
        parts.start(
            "Kafka",
            () ->
                supervised(
                    server.kafka(ports.kafka(), ports.kafkaController()), server.isReady("kafka")));
    var database = parts.start("Postgres", () -> supervised(postgres, () -> true));
    var bigQuery =
        parts.start(
            "BigQuery",
            () ->
                supervised(
                    server.bigQuery(ports.bigQueryGrpc(), ports.bigQueryRest()),
                    server.isReady("bigquery")));
    var zooKeeper =
        parts.start(
            "ZooKeeper",
            () ->
                supervised(
                    server.zooKeeper(ports.zooKeeper()), () -> Server.listens(ports.zooKeeper())));
    parts.await(zooKeeper);
    var cluster = parts.start("Flink", this::startFlink);
    parts.await(kafka);
    parts.await(database);
    parts.await(
        parts.start(
            "Kafka Connect",
            () ->
                supervised(
                    server.connect(
                        bootstrapServers(),
                        ports.connect(),
                        PostgresVariables.of(postgres.server())),
                    server.isReady("connect"))));
    parts.await(bigQuery);
    parts.await(cluster);
    return new SubmittedJobs(
        new FlinkCommand(
            flink, Home.file("jobs/target/nowfeed-jobs.jar"), logs.resolve("flink-run.log")),
        rest,
        directory.of("flink"));
  }

  private AutoCloseable supervised(Part part, Readiness.Condition condition)
      throws IOException, InterruptedException {
    supervisor.run(part);
    ready.await(part.name(), condition);
    return () -> supervisor.stop(part);
  }

  private FlinkConfiguration flinkConfiguration() throws IOException {
    return FlinkConfiguration.write(
        directory.of("flink"), 0, ports.flink(), "127.0.0.1:" + ports.zooKeeper());
  }

  private AutoCloseable startFlink() throws IOException, InterruptedException {
    Part jobManager = flink.jobManager();
    supervisor.run(jobManager);
    Part[] taskManagers = new Part[TASK_MANAGERS];
    for (int i = 0; i < TASK_MANAGERS; i++) {
      taskManagers[i] = flink.taskManager(i + 1);
      supervisor.run(taskManagers[i]);
    }
    ready.await(jobManager.name(), () -> rest.taskManagers() >= 0);
    for (Part taskManager : taskManagers) {
      ready.await(taskManager.name(), () -> rest.taskManagers() == TASK_MANAGERS);
    }
    return () -> {
      if (jobs != null) {
        jobs.close();
      }
      for (Part taskManager : taskManagers) {
        supervisor.stop(taskManager);
      }
      supervisor.stop(jobManager);
    };
  }

  private String bootstrapServers() {
    return "127.0.0.1:" + ports.kafka();
  }

  private String flinkUrl() {
    return "http://127.0.0.1:" + ports.flink();
  }

  @Override
  public Endpoints endpoints() {
    return new Endpoints(
        bootstrapServers(),
        new Endpoints.Postgres(postgres.server().jdbcUrl(), postgres.server().user()),
        "http://127.0.0.1:" + ports.connect(),
        flinkUrl(),
        new Endpoints.BigQuery(
            "127.0.0.1:" + ports.bigQueryGrpc(), "http://127.0.0.1:" + ports.bigQueryRest()),
        Platform.PROJECT,
        Platform.DATASET);
  }

  @Override
  public Jobs jobs() {
    return jobs;
  }

  /** A checkpoint makes RocksDB write a small file for every state: on two cores, that is felt. */
  @Override
  public String checkpointInterval() {
    return "2 s";
  }

  @Override
  public boolean areWhole() throws InterruptedException {
    try {
      return supervisor.allAlive() && rest.taskManagers() == TASK_MANAGERS && jobs.allRun();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String incident() {
    long restarts = supervisor.restarts();
    return restarts == 0
        ? null
        : "processes started again: %d, last %s".formatted(restarts, supervisor.lastRestart());
  }

  @Override
  public Supervisor processes() {
    return supervisor;
  }

  @Override
  public void leaveAlone() {
    try {
      supervisor.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // by the Ctrl-C that asked for this
    leaveAlone();
    parts.close();
    // Those that never came to serve.
    supervisor.stopAll();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
