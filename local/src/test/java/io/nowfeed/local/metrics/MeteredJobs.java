package io.nowfeed.local.metrics;

import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.config.JobConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The personalization and the analytics job, with the reporter that docs/operations.md has. */
final class MeteredJobs implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<JobID> jobs = new ArrayList<>();
  private final MiniCluster cluster;
  private final Path folder;
  private final int port;

  private MeteredJobs(MiniCluster cluster, Path folder, int port) {
    this.cluster = cluster;
    this.folder = folder;
    this.port = port;
  }

  static MeteredJobs start(Path folder, int port, JobConfig config) throws Exception {
    Configuration configuration =
        Configuration.fromMap(
            Map.of(
                "metrics.reporters", "prom",
                "metrics.reporter.prom.factory.class", PrometheusReporterFactory.class.getName(),
                "metrics.reporter.prom.port", String.valueOf(port),
                "taskmanager.memory.network.min", "64m",
                "taskmanager.memory.network.max", "64m",
                "taskmanager.memory.managed.size", "64m",
                "io.tmp.dirs", folder.resolve("tmp").toString(),
                "rest.port", "0"));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
    cluster.start();
    MeteredJobs metered = new MeteredJobs(cluster, folder, port);
    metered.submit(config, PersonalizationJob.NAME, PersonalizationJob::build);
    metered.submit(config, AnalyticsJob.NAME, AnalyticsJob::build);
    return metered;
  }

  private void submit(
      JobConfig config, String name, BiConsumer<StreamExecutionEnvironment, JobConfig> graph)
      throws ExecutionException, InterruptedException {
    StreamExecutionEnvironment env =
        new StreamExecutionEnvironment(
            Configuration.fromMap(
                Map.of(
                    "execution.checkpointing.dir",
                    folder.resolve("checkpoints").toUri().toString(),
                    "restart-strategy.type",
                    "none")));
    JobLauncher.configure(env, config);
    env.setParallelism(1);
    graph.accept(env, config);
    var streams = env.getStreamGraph();
    streams.setJobName(name);
    jobs.add(cluster.submitJob(streams.getJobGraph()).get().getJobID());
  }

  Scrape scrape() throws IOException, InterruptedException {
    return Scrape.of(http, port);
  }

  /** Fails when one of them does not run any more. */
  void requireRunning() throws Exception {
    for (JobID job : jobs) {
      if (cluster.getJobStatus(job).get().isGloballyTerminalState()) {
        throw new AssertionError(
            "a job ended", cluster.requestJobResult(job).get().getSerializedThrowable().get());
      }
    }
  }

  @Override
  public void close() throws Exception {
    for (JobID job : jobs) {
      cluster.cancelJob(job).get();
    }
    cluster.close();
  }
}
