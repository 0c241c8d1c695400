package io.nowfeed.local.server;

import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.config.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this process, with its web UI. State is kept in retained checkpoints: whether
 * the platform was stopped or killed, a job goes on from its last one.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkCluster.class);
  private static final Map<String, String> SMALL_AND_LOCAL =
      Map.of(
          "rest.address", "127.0.0.1",
          "rest.bind-address", "127.0.0.1",
          "jobmanager.bind-host", "127.0.0.1",
          "taskmanager.bind-host", "127.0.0.1",
          "taskmanager.memory.network.min", "64m",
          "taskmanager.memory.network.max", "64m",
          "taskmanager.memory.managed.size", "64m");
  private static final int SLOTS = 4;
  private static final long CANCEL_SECONDS = 20;

  private final MiniCluster cluster;
  private final Path directory;
  private final int port;

  /** The submitted jobs, and whether each went on from a checkpoint. */
  private final Map<JobID, Boolean> jobs = new ConcurrentHashMap<>();

  private FlinkCluster(MiniCluster cluster, Path directory, int port) {
    this.cluster = cluster;
    this.directory = directory;
    this.port = port;
  }

  /**
   * Starts a cluster.
   *
   * @param directory where checkpoints are kept
   * @param port of the web UI and REST API
   */
  public static FlinkCluster start(Path directory, int port) throws Exception {
    Configuration configuration = Configuration.fromMap(SMALL_AND_LOCAL);
    configuration.set(RestOptions.PORT, port);
    configuration.set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString());
    configuration.set(WebOptions.TMP_DIR, directory.resolve("tmp").toString());
    configuration.set(
        WebOptions.LOG_PATH, directory.resolveSibling("logs").resolve("nowfeed.log").toString());
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
    Files.createDirectories(directory.resolve("tmp"));
    cluster.start();
    return new FlinkCluster(cluster, directory, port);
  }

  /** Where the web UI and the REST API are. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * Submits a job, which goes on from its last checkpoint when there is one.
   *
   * @param name names the directory of its checkpoints
   * @param graph builds the job's graph
   */
  public JobID submit(
      String name,
      int parallelism,
      JobConfig config,
      BiConsumer<StreamExecutionEnvironment, JobConfig> graph)
      throws IOException, InterruptedException {
    Optional<Path> last = Checkpoints.last(directory.resolve(name));
    StreamExecutionEnvironment env =
        new StreamExecutionEnvironment(settings(directory.resolve(name), last));
    JobLauncher.configure(env, config);
    env.setParallelism(parallelism);
    graph.accept(env, config);
    JobLauncher.keepLineage(env);
    StreamGraph streamGraph = env.getStreamGraph();
    streamGraph.setJobName(name);
    try {
      JobID job = cluster.submitJob(streamGraph.getJobGraph()).get().getJobID();
      jobs.put(job, last.isPresent());
      return job;
    } catch (ExecutionException e) {
      throw new IOException("Flink refuses job " + name + ": " + e.getCause().getMessage(), e);
    }
  }

  private static Configuration settings(Path checkpoints, Optional<Path> last) {
    Configuration settings = new Configuration();
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, FlinkPaths.of(checkpoints));
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    if (last.isPresent()) {
      settings.set(StateRecoveryOptions.SAVEPOINT_PATH, FlinkPaths.of(last.get()));
      settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
    }
    return settings;
  }

  /** A job's state as Flink sees it. */
  public JobStatus status(JobID job) throws InterruptedException, ExecutionException {
    return cluster.getJobStatus(job).get();
  }

  /** How many checkpoints a job has completed in this run. */
  public long completedCheckpoints(JobID job) throws InterruptedException, ExecutionException {
    return cluster
        .getExecutionGraph(job)
        .get()
        .getCheckpointStatsSnapshot()
        .getCounts()
        .getNumberOfCompletedCheckpoints();
  }

  /** How often a job failed and went back to a checkpoint in this run. */
  public long restarts(JobID job) throws InterruptedException, ExecutionException {
    long restored =
        cluster
            .getExecutionGraph(job)
            .get()
            .getCheckpointStatsSnapshot()
            .getCounts()
            .getNumberOfRestoredCheckpoints();
    return restored - (jobs.get(job) ? 1 : 0);
  }

  /** The cluster itself, for tests that kill a part of it. */
  public MiniCluster miniCluster() {
    return cluster;
  }

  /** Cancels the jobs first: a cluster that goes down under them would call it a failure. */
  @Override
  public void close() throws Exception {
    for (JobID job : jobs.keySet()) {
      cancel(job);
    }
    cluster.close();
  }

  private void cancel(JobID job) throws InterruptedException {
    try {
      cluster.cancelJob(job).get(CANCEL_SECONDS, TimeUnit.SECONDS);
      cluster.requestJobResult(job).get(CANCEL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("job {} does not stop; it is left to the cluster", job, e);
    }
  }
}
