package io.nowfeed.local.platform;

import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.local.process.Supervisor;
import io.nowfeed.local.server.ConnectWorker;
import io.nowfeed.local.server.FlinkCluster;
import io.nowfeed.local.server.KafkaBroker;
import io.nowfeed.local.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;

/** All servers in this process, but Postgres, which cannot be: quick to start, and small. */
final class InProcessServers implements Servers {
  private final DataDirectory directory;
  private final Ports ports;
  private final Parts parts;
  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final LocalBigQuery bigQuery;
  private final FlinkCluster flink;
  private final ConnectWorker connect;
  private final Jobs jobs;

  InProcessServers(DataDirectory directory, Ports ports, StartProgress progress)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.ports = ports;
    this.parts = new Parts(progress);
    try {
      var startingPostgres =
          parts.start(
              "Postgres", () -> PostgresServer.start(directory.of("postgres"), ports.postgres()));
      var startingKafka =
          parts.start(
              "Kafka",
              () ->
                  KafkaBroker.start(directory.of("kafka"), ports.kafka(), ports.kafkaController()));
      var startingBigQuery =
          parts.start(
              "BigQuery",
              () ->
                  LocalBigQuery.start(
                      directory.of("bigquery"), ports.bigQueryGrpc(), ports.bigQueryRest()));
      var startingFlink =
          parts.start("Flink", () -> FlinkCluster.start(directory.of("flink"), ports.flink()));
      this.postgres = parts.await(startingPostgres);
      this.kafka = parts.await(startingKafka);
      this.connect = parts.await(parts.start("Kafka Connect", this::startConnect));
      this.bigQuery = parts.await(startingBigQuery);
      this.flink = parts.await(startingFlink);
      this.jobs = new InProcessJobs(flink);
    } catch (IOException | InterruptedException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private ConnectWorker startConnect() throws IOException {
    Files.createDirectories(directory.of("connect"));
    return ConnectWorker.start(
        kafka.bootstrapServers(),
        directory.of("connect").resolve("offsets"),
        ports.connect(),
        PostgresVariables.of(postgres));
  }

  @Override
  public Endpoints endpoints() {
    return new Endpoints(
        kafka.bootstrapServers(),
        new Endpoints.Postgres(postgres.jdbcUrl(), postgres.user()),
        connect.url(),
        flink.url(),
        new Endpoints.BigQuery(bigQuery.grpcEndpoint(), bigQuery.restEndpoint()),
        Platform.PROJECT,
        Platform.DATASET);
  }

  @Override
  public Jobs jobs() {
    return jobs;
  }

  @Override
  public String checkpointInterval() {
    return "1 s";
  }

  @Override
  public Supervisor processes() {
    throw new IllegalStateException("the servers have no processes of their own");
  }

  @Override
  public boolean areWhole() throws InterruptedException {
    return jobs.allRun();
  }

  /** Nothing is ever started again here. */
  @Override
  public void leaveAlone() {}

  @Override
  public String incident() {
    return null;
  }

  /** The Flink cluster, for tests that kill a part of it. */
  FlinkCluster flink() {
    return flink;
  }

  @Override
  public void close() {
    parts.close();
  }
}
