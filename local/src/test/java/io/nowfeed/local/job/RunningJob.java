package io.nowfeed.local.job;

import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.PersonalizationPipeline;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.server.FlinkCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The real job on a small cluster, of which things can be broken. */
public final class RunningJob implements AutoCloseable {
  private static final String NAME = "personalization";

  private final FlinkCluster cluster;
  private final JobConfig config;
  private final Path folder;
  private final Graph graph;
  private JobID job;
  private int taskManager;

  private RunningJob(FlinkCluster cluster, JobConfig config, Path folder, Graph graph) {
    this.cluster = cluster;
    this.config = config;
    this.folder = folder;
    this.graph = graph;
  }

  /** Builds the job. */
  public interface Graph {
    /**
     * Builds it.
     *
     * @param markers where {@link FailAt} remembers
     */
    void build(StreamExecutionEnvironment env, JobConfig config, Path markers);
  }

  /**
   * Starts the job as it is.
   *
   * @param poison names of the records on which it throws once
   */
  public static RunningJob start(
      Path folder, int port, JobConfig config, int parallelism, Set<String> poison)
      throws Exception {
    return start(
        folder,
        port,
        config,
        parallelism,
        (env, jobConfig, markers) ->
            PersonalizationPipeline.build(
                FailAt.in(PersonalizationJob.inputs(env, jobConfig), poison, markers),
                PersonalizationJob.outputs(jobConfig),
                jobConfig));
  }

  /** Starts the job as a test builds it. */
  public static RunningJob start(
      Path folder, int port, JobConfig config, int parallelism, Graph graph) throws Exception {
    FlinkCluster cluster = FlinkCluster.start(folder.resolve("flink"), port);
    Files.createDirectories(markers(folder));
    RunningJob running = new RunningJob(cluster, config, folder, graph);
    running.submit(parallelism);
    return running;
  }

  private static Path markers(Path folder) {
    return folder.resolve("thrown");
  }

  private void submit(int parallelism) throws IOException, InterruptedException {
    job =
        cluster.submit(
            NAME,
            parallelism,
            config,
            (env, jobConfig) -> graph.build(env, jobConfig, markers(folder)));
  }

  /** Its only machine is gone, and another one comes. */
  public void kill() throws Exception {
    cluster.miniCluster().terminateTaskManager(taskManager).get();
    taskManager++;
    cluster.miniCluster().startTaskManager();
  }

  /** Ends at once, and goes on from the last checkpoint. */
  public void resubmit(int parallelism)
      throws IOException, InterruptedException, ExecutionException {
    cluster.miniCluster().cancelJob(job).get();
    cluster.miniCluster().requestJobResult(job).get();
    submit(parallelism);
  }

  /** Stops with a savepoint beside the checkpoints, and goes on from it. */
  public void rescale(int parallelism)
      throws IOException, InterruptedException, ExecutionException {
    Path savepoints = folder.resolve("flink").resolve(NAME).resolve("savepoints");
    cluster
        .miniCluster()
        .stopWithSavepoint(job, savepoints.toUri().toString(), false, SavepointFormatType.CANONICAL)
        .get();
    cluster.miniCluster().requestJobResult(job).get();
    submit(parallelism);
  }

  /** Saves the state now, and waits until all that hangs on it is done. */
  public void checkpoint() throws ExecutionException, InterruptedException {
    cluster.miniCluster().triggerCheckpoint(job).get();
  }

  /** How often it failed and went back to a checkpoint, since it was submitted. */
  public long restarts() throws InterruptedException, ExecutionException {
    return cluster.restarts(job);
  }

  /** How many checkpoints it has completed, since it was submitted. */
  public long checkpoints() throws InterruptedException, ExecutionException {
    return cluster.completedCheckpoints(job);
  }

  /** Fails when it does not run any more. */
  public void requireRunning() throws Exception {
    if (cluster.status(job).isGloballyTerminalState()) {
      throw new AssertionError(
          "the job ended",
          cluster.miniCluster().requestJobResult(job).get().getSerializedThrowable().orElse(null));
    }
  }

  /** Writes the job's state in the format that does not depend on how it is kept. */
  public Path savepoint(Path directory) throws ExecutionException, InterruptedException {
    String written =
        cluster
            .miniCluster()
            .triggerSavepoint(job, directory.toString(), false, SavepointFormatType.CANONICAL)
            .get();
    return Path.of(URI.create(written));
  }

  /** Whether it threw on this record. */
  public boolean threwAt(String name) {
    return Files.exists(markers(folder).resolve(name));
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
