package io.nowfeed.local.everyevent;

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
final class RunningJob implements AutoCloseable {
  private static final String NAME = "personalization";

  private final FlinkCluster cluster;
  private final JobConfig config;
  private final Set<String> poison;
  private final Path markers;
  private JobID job;
  private int taskManager;

  private RunningJob(FlinkCluster cluster, JobConfig config, Set<String> poison, Path markers) {
    this.cluster = cluster;
    this.config = config;
    this.poison = poison;
    this.markers = markers;
  }

  /**
   * Starts the job.
   *
   * @param poison names of the records on which it throws once
   */
  static RunningJob start(
      Path folder, int port, JobConfig config, int parallelism, Set<String> poison)
      throws Exception {
    FlinkCluster cluster = FlinkCluster.start(folder.resolve("flink"), port);
    Path markers = Files.createDirectories(folder.resolve("thrown"));
    RunningJob running = new RunningJob(cluster, config, poison, markers);
    running.submit(parallelism);
    return running;
  }

  private void submit(int parallelism) throws IOException, InterruptedException {
    job = cluster.submit(NAME, parallelism, config, this::graph);
  }

  private void graph(StreamExecutionEnvironment env, JobConfig jobConfig) {
    PersonalizationPipeline.build(
        FailAt.in(PersonalizationJob.inputs(env, jobConfig), poison, markers),
        PersonalizationJob.outputs(jobConfig),
        jobConfig);
  }

  /** Its only machine is gone, and another one comes. */
  void kill() throws Exception {
    cluster.miniCluster().terminateTaskManager(taskManager).get();
    taskManager++;
    cluster.miniCluster().startTaskManager();
  }

  /** Ends at once, and goes on from the last checkpoint. */
  void resubmit(int parallelism) throws IOException, InterruptedException, ExecutionException {
    cluster.miniCluster().cancelJob(job).get();
    cluster.miniCluster().requestJobResult(job).get();
    submit(parallelism);
  }

  /** Writes the job's state in the format that does not depend on how it is kept. */
  Path savepoint(Path directory) throws ExecutionException, InterruptedException {
    String written =
        cluster
            .miniCluster()
            .triggerSavepoint(job, directory.toString(), false, SavepointFormatType.CANONICAL)
            .get();
    return Path.of(URI.create(written));
  }

  /** Whether it threw on this record. */
  boolean threwAt(String name) {
    return Files.exists(markers.resolve(name));
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
