package io.nowfeed.local.cluster;

import static org.awaitility.Awaitility.await;

import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.process.Flink;
import io.nowfeed.local.process.FlinkConfiguration;
import io.nowfeed.local.process.FlinkRest;
import io.nowfeed.local.process.Part;
import io.nowfeed.local.process.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Flink cluster as one has it in production: a JobManager and a TaskManager, each in a virtual
 * machine of its own that knows Flink's jars and none of ours, and is started again when it dies.
 */
final class FlinkProcesses implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LOG_LINES = 80;

  private final Path logs;
  private final String url;
  private final Supervisor supervisor;
  private final Part jobManager;
  private final Part taskManager;

  private FlinkProcesses(Path folder) throws IOException {
    Ports ports = Ports.free();
    logs = folder.resolve("logs");
    url = "http://127.0.0.1:" + ports.flink();
    FlinkConfiguration configuration =
        FlinkConfiguration.write(folder, ports.connect(), ports.flink(), null);
    Flink flink = Flink.of(null, configuration, logs);
    jobManager = flink.jobManager();
    taskManager = flink.taskManager(1);
    supervisor = new Supervisor(folder.resolve("processes"));
  }

  /**
   * Starts a cluster.
   *
   * @param folder for configuration, logs, checkpoints
   */
  static FlinkProcesses start(Path folder) throws IOException {
    FlinkProcesses cluster = new FlinkProcesses(folder);
    cluster.supervisor.run(cluster.jobManager);
    cluster.supervisor.run(cluster.taskManager);
    await("the TaskManager registers").atMost(PATIENCE).until(cluster::isWhole);
    return cluster;
  }

  /** Not while the API is not up yet. */
  private boolean isWhole() throws IOException, InterruptedException {
    try {
      return rest().taskManagers() == 1;
    } catch (ConnectException | FlinkRest.Refused e) {
      return false;
    }
  }

  /** Kills the TaskManager as {@code kill -9} does. */
  void killTaskManager() throws IOException {
    supervisor.kill(taskManager.name());
  }

  /** Where the REST API is. */
  String url() {
    return url;
  }

  /** The cluster's REST API. */
  FlinkRest rest() {
    return new FlinkRest(URI.create(url));
  }

  /** The part of it that submits jobs. */
  JarRest jars() {
    return new JarRest(rest());
  }

  /** The last lines of every process's log. */
  String logs() throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      return files
          .map(file -> "---- " + file.getFileName() + " ----\n" + lastLines(file))
          .collect(Collectors.joining("\n"));
    }
  }

  private static String lastLines(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops every process that was started, and waits until all are gone. */
  @Override
  public void close() throws Exception {
    supervisor.close();
    supervisor.stop(taskManager);
    supervisor.stop(jobManager);
  }
}
