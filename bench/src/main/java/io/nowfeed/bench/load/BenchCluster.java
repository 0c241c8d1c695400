package io.nowfeed.bench.load;

import io.nowfeed.bench.flow.Race;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.IOMetrics;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Two TaskManagers in this process, so that records between them cross the network, and a
 * processor's time can be told by task.
 */
public final class BenchCluster implements AutoCloseable {
  private static final int TASK_MANAGERS = 2;
  private static final long PATIENCE_MILLIS = 600_000;

  private final MiniCluster cluster;
  private final Path directory;

  private BenchCluster(MiniCluster cluster, Path directory) {
    this.cluster = cluster;
    this.directory = directory;
  }

  /**
   * Starts one.
   *
   * @param directory for checkpoints
   * @param slots of both TaskManagers together
   */
  public static BenchCluster start(Path directory, int slots) throws Exception {
    Configuration configuration =
        Configuration.fromMap(
            Map.of(
                "taskmanager.memory.network.min", "128m",
                "taskmanager.memory.network.max", "128m",
                "taskmanager.memory.managed.size", "64m",
                "rest.port", "0",
                "io.tmp.dirs", directory.resolve("tmp").toString()));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(TASK_MANAGERS)
                .setNumSlotsPerTaskManager(slots / TASK_MANAGERS)
                .withRandomPorts()
                .build());
    cluster.start();
    return new BenchCluster(cluster, directory);
  }

  /** An environment whose checkpoints are kept here; a failure ends the run. */
  public StreamExecutionEnvironment environment(int parallelism) {
    StreamExecutionEnvironment env =
        new StreamExecutionEnvironment(
            Configuration.fromMap(
                Map.of(
                    "execution.checkpointing.dir",
                    directory.resolve("checkpoints").toUri().toString(),
                    "restart-strategy.type",
                    "none")));
    env.setParallelism(parallelism);
    return env;
  }

  /**
   * Runs a job from the start of its race to the finish, and cancels it.
   *
   * @param elements how many will go through
   */
  public Load run(StreamExecutionEnvironment env, Race race, long elements) throws Exception {
    JobID job = cluster.submitJob(env.getStreamGraph().getJobGraph()).get().getJobID();
    awaitRunning(job);
    System.gc(); // what the run before left is not this one's cost
    Map<String, long[]> tasksBefore = TaskCpu.now();
    long cpuBefore = processCpu();
    long begin = System.nanoTime();
    race.start();
    awaitFinish(job, race);
    long wall = System.nanoTime() - begin;
    long cpu = processCpu() - cpuBefore;
    Map<String, long[]> tasks = TaskCpu.now();
    cluster.cancelJob(job).get();
    cluster.requestJobResult(job).get();
    return new Load(elements, wall, cpu, vertices(job, tasksBefore, tasks));
  }

  private void awaitRunning(JobID job) throws Exception {
    while (!allRun(cluster.getExecutionGraph(job).get())) {
      requireAlive(job);
      Thread.sleep(20);
    }
  }

  private static boolean allRun(AccessExecutionGraph graph) {
    return graph.getState() == JobStatus.RUNNING
        && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
            .allMatch(each -> each.getExecutionState() == ExecutionState.RUNNING);
  }

  private void awaitFinish(JobID job, Race race) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (!race.awaitFinish(500)) {
      requireAlive(job);
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not through after " + PATIENCE_MILLIS + " ms");
      }
    }
  }

  private void requireAlive(JobID job) throws Exception {
    if (cluster.getJobStatus(job).get().isTerminalState()) {
      cluster.requestJobResult(job).get().toJobExecutionResult(getClass().getClassLoader());
      throw new IllegalStateException("the job ended by itself");
    }
  }

  private List<VertexLoad> vertices(
      JobID job, Map<String, long[]> before, Map<String, long[]> after) throws Exception {
    List<VertexLoad> loads = new ArrayList<>();
    for (AccessExecutionJobVertex vertex :
        cluster.getArchivedExecutionGraph(job).get().getVerticesTopologically()) {
      long[] from = before.get(vertex.getName());
      long[] to = after.get(vertex.getName());
      List<IOMetrics> metrics =
          Stream.of(vertex.getTaskVertices())
              .map(each -> each.getCurrentExecutionAttempt().getIOMetrics())
              .toList();
      loads.add(
          new VertexLoad(
              vertex.getName(),
              IntStream.range(0, to.length).mapToObj(i -> to[i] - from[i]).toList(),
              metrics.stream().map(IOMetrics::getNumRecordsIn).toList(),
              metrics.stream().map(IOMetrics::getNumBytesIn).toList(),
              metrics.stream().map(each -> (long) each.getAccumulateBusyTime()).toList()));
    }
    return loads;
  }

  private static long processCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
