package io.nowfeed.local.process;

import io.nowfeed.local.server.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Flink distribution, used by its own scripts alone: {@code start-cluster.sh}, {@code
 * taskmanager.sh}, {@code stop-cluster.sh}, {@code flink}.
 */
final class FlinkDistribution implements Flink {
  private static final int TASK_MANAGERS = 2;
  private static final long SCRIPT_SECONDS = 60;
  private static final String JOB_MANAGER = "standalonesession";
  private static final String TASK_MANAGER = "taskexecutor";

  private final Path home;
  private final Map<String, String> environment;
  private final Path pids;
  private final Path output;

  /** Processes that belong to a part, so that a new line of a pid file is known as such. */
  private final Set<Long> taken = new HashSet<>();

  private boolean clusterStarted;

  /**
   * @param home the folder of the distribution
   * @param configuration replaces what is in its folder {@code conf}
   * @param logs the folder for logs
   */
  FlinkDistribution(Path home, FlinkConfiguration configuration, Path logs) throws IOException {
    this.home = home;
    this.pids = Files.createDirectories(configuration.folder().resolveSibling("pids"));
    this.output = Files.createDirectories(logs).resolve("flink-scripts.log");
    this.environment =
        Map.of(
            "FLINK_CONF_DIR", configuration.folder().toString(),
            "FLINK_LOG_DIR", logs.toString(),
            "FLINK_PID_DIR", pids.toString(),
            "FLINK_IDENT_STRING", "nowfeed",
            "JAVA_HOME", System.getProperty("java.home"));
    copyLogging(configuration.folder());
    Files.writeString(
        configuration.folder().resolve("workers"), "localhost\n".repeat(TASK_MANAGERS));
    clearPids();
  }

  private void copyLogging(Path conf) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("conf"))) {
      for (Path file : files.toList()) {
        Path copy = conf.resolve(file.getFileName().toString());
        if (!Files.exists(copy) && Files.isRegularFile(file)) {
          Files.copy(file, copy);
        }
      }
    }
  }

  /** Whatever is in there is of a run that is over. */
  private void clearPids() throws IOException {
    try (Stream<Path> files = Files.list(pids)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public Part jobManager() {
    return new Daemon("jobmanager", JOB_MANAGER, "jobmanager.sh");
  }

  @Override
  public Part taskManager(int number) {
    return new Daemon("taskmanager-" + number, TASK_MANAGER, "taskmanager.sh");
  }

  @Override
  public List<String> commandLine() {
    return List.of(home.resolve("bin/flink").toString());
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  private synchronized ProcessHandle start(String kind, String script) throws IOException {
    if (!clusterStarted) {
      run("start-cluster.sh");
      clusterStarted = true;
    } else if (untaken(kind).isEmpty()) {
      run(script, "start");
    }
    ProcessHandle process =
        untaken(kind).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new IOException(script + " started no process; what it said is in " + output));
    taken.add(process.pid());
    return process;
  }

  private List<ProcessHandle> untaken(String kind) throws IOException {
    Path file = pids.resolve("flink-nowfeed-" + kind + ".pid");
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(line -> Long.parseLong(line.trim()))
        .filter(pid -> !taken.contains(pid))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .toList();
  }

  private void run(String script, String... args) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of("setsid", home.resolve("bin").resolve(script).toString()),
                        Stream.of(args))
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(script + " failed; what it said is in " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + script, e);
    }
  }

  /** A process that a script puts in the background. */
  private final class Daemon implements Part {
    private final String name;
    private final String kind;
    private final String script;
    private ProcessHandle process;

    private Daemon(String name, String kind, String script) {
      this.name = name;
      this.kind = kind;
      this.script = script;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public synchronized void start() throws IOException {
      process = FlinkDistribution.this.start(kind, script);
    }

    @Override
    public synchronized ProcessHandle process() {
      return process;
    }

    /** The script stops all at once; it knows nothing of some that were started again. */
    @Override
    public synchronized void stop() throws IOException {
      try {
        Signals.wake(process);
        if (process.isAlive()) {
          run("stop-cluster.sh");
        }
      } finally {
        Processes.end(process);
      }
    }
  }
}
