package io.nowfeed.local.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Flink cluster as one has it in production: a JobManager and TaskManagers, each in a virtual
 * machine of its own that knows Flink's jars and none of ours.
 */
final class FlinkProcesses implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SLOTS = 4;
  private static final int LOG_LINES = 80;

  /** TaskManagerRunner computes no sizes: flink's scripts do, and hand it every one. */
  private static final String SIZES =
      """
      taskmanager.cpu.cores: 2.0
      taskmanager.memory.framework.heap.size: 128m
      taskmanager.memory.framework.off-heap.size: 128m
      taskmanager.memory.task.heap.size: 256m
      taskmanager.memory.task.off-heap.size: 64m
      taskmanager.memory.network.min: 64m
      taskmanager.memory.network.max: 64m
      taskmanager.memory.managed.size: 128m
      taskmanager.memory.jvm-metaspace.size: 256m
      taskmanager.memory.jvm-overhead.min: 192m
      taskmanager.memory.jvm-overhead.max: 192m
      """;

  private static final String CONFIG =
      """
      jobmanager.rpc.address: 127.0.0.1
      jobmanager.rpc.port: %d
      jobmanager.bind-host: 127.0.0.1
      rest.address: 127.0.0.1
      rest.bind-address: 127.0.0.1
      rest.port: %d
      taskmanager.host: 127.0.0.1
      taskmanager.bind-host: 127.0.0.1
      taskmanager.numberOfTaskSlots: %d
      parallelism.default: 2
      io.tmp.dirs: %s
      web.tmpdir: %s
      state.backend.type: rocksdb
      execution.checkpointing.incremental: true
      execution.checkpointing.dir: %s
      restart-strategy.type: fixed-delay
      restart-strategy.fixed-delay.attempts: 2147483647
      restart-strategy.fixed-delay.delay: 1 s
      heartbeat.interval: 1000
      heartbeat.timeout: 5000
      heartbeat.rpc-failure-threshold: 2
      """;

  private static final String LOGGING =
      """
      rootLogger.level = INFO
      rootLogger.appenderRef.console.ref = console
      appender.console.name = console
      appender.console.type = Console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} - %m%n%ex
      """;

  private final Path folder;
  private final int restPort;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Thread atExit = new Thread(this::killAll, "stop-flink-processes");

  private FlinkProcesses(Path folder, int restPort) {
    this.folder = folder;
    this.restPort = restPort;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a JobManager; it is soon there, and {@link #startTaskManager} adds workers.
   *
   * @param folder for configuration, logs, checkpoints
   */
  static FlinkProcesses start(Path folder) throws IOException {
    int restPort = freePort();
    Path tmp = Files.createDirectories(folder.resolve("tmp"));
    Path conf = Files.createDirectories(folder.resolve("conf"));
    String config =
        CONFIG.formatted(
            freePort(), restPort, SLOTS, tmp, tmp, folder.resolve("checkpoints").toUri());
    Files.writeString(conf.resolve("config.yaml"), config + SIZES);
    Files.writeString(conf.resolve("log4j2.properties"), LOGGING);
    FlinkProcesses cluster = new FlinkProcesses(folder, restPort);
    cluster.run(
        "jobmanager",
        List.of(
            "-Xmx512m",
            "-XX:MaxMetaspaceSize=256m",
            // Flink's own scripts open it as well: the JobManager reads collections reflectively.
            "--add-opens=java.base/java.util=ALL-UNNAMED"),
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        List.of());
    return cluster;
  }

  /**
   * Starts a TaskManager and waits until the JobManager knows of it.
   *
   * @param name unique in this cluster
   */
  void startTaskManager(String name) throws IOException {
    run(
        name,
        List.of(
            "-Xmx384m",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:MaxMetaspaceSize=256m",
            "--add-opens=java.base/java.util=ALL-UNNAMED"),
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        List.of("-D", "taskmanager.resource-id=" + name));
    await("TaskManager " + name + " registers")
        .atMost(PATIENCE)
        .until(() -> isAlive(name) && rest().knowsTaskManager(name));
  }

  /** Kills a process as {@code kill -9} does and waits until it is gone. */
  void kill(String name) throws InterruptedException {
    Process process = processes.get(name);
    process.destroyForcibly();
    process.waitFor();
  }

  /** The cluster's REST API. */
  FlinkRest rest() {
    return new FlinkRest(URI.create("http://127.0.0.1:" + restPort));
  }

  /** The last lines of every process's log. */
  String logs() {
    return processes.keySet().stream()
        .map(name -> "---- " + name + " ----\n" + lastLines(log(name)))
        .collect(Collectors.joining("\n"));
  }

  /** Stops every process that was started, and waits until all are gone. */
  @Override
  public void close() throws InterruptedException {
    killAll();
    for (Process process : processes.values()) {
      process.waitFor();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void killAll() {
    processes.values().forEach(Process::destroyForcibly);
  }

  private boolean isAlive(String name) {
    if (processes.get(name).isAlive()) {
      return true;
    }
    throw new IllegalStateException(name + " ended:\n" + lastLines(log(name)));
  }

  private void run(String name, List<String> jvmArgs, String main, List<String> args)
      throws IOException {
    Path conf = folder.resolve("conf");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArgs);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.configurationFile=" + conf.resolve("log4j2.properties"),
            "-cp",
            Files.readString(Built.flinkClassPath()).trim(),
            main,
            "--configDir",
            conf.toString()));
    command.addAll(args);
    processes.put(
        name,
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile())
            .start());
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private static String lastLines(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
