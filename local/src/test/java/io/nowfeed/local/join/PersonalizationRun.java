package io.nowfeed.local.join;

import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.config.JobConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The personalization job, from empty state, with its state in RocksDB. */
final class PersonalizationRun implements AutoCloseable {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  private final MiniCluster cluster;
  private final JobID job;

  private PersonalizationRun(MiniCluster cluster, JobID job) {
    this.cluster = cluster;
    this.job = job;
  }

  static PersonalizationRun start(Path directory, int parallelism, Map<String, String> settings)
      throws Exception {
    MiniCluster cluster = cluster(directory, parallelism);
    cluster.start();
    Configuration flink =
        Configuration.fromMap(
            Map.of(
                "state.backend.type", "rocksdb",
                "execution.checkpointing.incremental", "true",
                "execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString(),
                "restart-strategy.type", "none"));
    Map<String, String> given = new TreeMap<>(settings);
    given.put("checkpoint.interval", CHECKPOINT_INTERVAL.toMillis() + " ms");
    JobConfig config = JobConfig.of(given, PersonalizationJob.REQUIRED);
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(flink);
    JobLauncher.configure(env, config);
    env.setParallelism(parallelism);
    PersonalizationJob.build(env, config);
    JobID job = cluster.submitJob(env.getStreamGraph().getJobGraph()).get().getJobID();
    return new PersonalizationRun(cluster, job);
  }

  private static MiniCluster cluster(Path directory, int parallelism) {
    Configuration configuration =
        Configuration.fromMap(
            Map.of(
                "taskmanager.memory.managed.size", "256m",
                "taskmanager.memory.network.min", "64m",
                "taskmanager.memory.network.max", "64m",
                "io.tmp.dirs", directory.resolve("tmp").toString(),
                "rest.port", "0",
                "metrics.reporters", "memory",
                "metrics.reporter.memory.factory.class", MetricsInMemory.class.getName()));
    return new MiniCluster(
        new MiniClusterConfiguration.Builder()
            .setConfiguration(configuration)
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(parallelism)
            .build());
  }

  /** Fails when the job does not run any more. */
  void requireRunning() throws Exception {
    if (cluster.getJobStatus(job).get().isGloballyTerminalState()) {
      throw new AssertionError(
          "the job ended", cluster.requestJobResult(job).get().getSerializedThrowable().get());
    }
  }

  @Override
  public void close() throws Exception {
    cluster.cancelJob(job).get();
    cluster.close();
  }
}
