package io.nowfeed.local.process;

import io.nowfeed.local.server.FlinkPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the processes of a Flink cluster read, as files in a folder: small, quick to notice that
 * somebody died, state in RocksDB with incremental checkpoints. RocksDB's own logs are not among
 * those that somebody reads.
 */
public final class FlinkConfiguration {
  /** Of each TaskManager: one alone can run all jobs while the other is away. */
  public static final int SLOTS = 4;

  /** What each process may use; Flink's scripts would compute some of it, and agree. */
  private static final String SIZES =
      """
      jobmanager.memory.heap.size: 384m
      jobmanager.memory.off-heap.size: 64m
      jobmanager.memory.jvm-metaspace.size: 256m
      jobmanager.memory.jvm-overhead.min: 128m
      jobmanager.memory.jvm-overhead.max: 128m
      taskmanager.cpu.cores: 2.0
      taskmanager.memory.framework.heap.size: 128m
      taskmanager.memory.framework.off-heap.size: 128m
      taskmanager.memory.task.heap.size: 512m
      taskmanager.memory.task.off-heap.size: 64m
      taskmanager.memory.network.min: 64m
      taskmanager.memory.network.max: 64m
      taskmanager.memory.managed.size: 192m
      taskmanager.memory.jvm-metaspace.size: 512m
      taskmanager.memory.jvm-overhead.min: 192m
      taskmanager.memory.jvm-overhead.max: 192m
      """;

  private static final String CLUSTER =
      """
      env.java.opts.all: -XX:TieredStopAtLevel=1 --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED
      jobmanager.rpc.address: 127.0.0.1
      jobmanager.rpc.port: %d
      jobmanager.bind-host: 127.0.0.1
      rest.address: 127.0.0.1
      rest.bind-address: 127.0.0.1
      rest.port: %d
      taskmanager.host: 127.0.0.1
      taskmanager.bind-host: 127.0.0.1
      taskmanager.numberOfTaskSlots: %d
      taskmanager.load-balance.mode: SLOTS
      io.tmp.dirs: %s
      web.tmpdir: %s
      state.backend.type: rocksdb
      state.backend.rocksdb.log.dir: %s
      execution.checkpointing.incremental: true
      execution.checkpointing.dir: %s
      execution.checkpointing.savepoint-dir: %s
      execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
      restart-strategy.type: fixed-delay
      restart-strategy.fixed-delay.attempts: 2147483647
      restart-strategy.fixed-delay.delay: 1 s
      heartbeat.interval: 1000
      heartbeat.timeout: 5000
      heartbeat.rpc-failure-threshold: 2
      """;

  /** A new JobManager leads once the old one's session is over: as a rule a minute, here 5 s. */
  private static final String HIGH_AVAILABILITY =
      """
      high-availability.type: zookeeper
      high-availability.zookeeper.quorum: %s
      high-availability.storageDir: %s
      high-availability.zookeeper.client.session-timeout: 5 s
      high-availability.zookeeper.client.connection-timeout: 5 s
      """;

  /** To a file; what every checkpoint and every half second say again is left out. */
  private static final String OF_SERVERS =
      """
      rootLogger.level = INFO
      rootLogger.appenderRef.file.ref = file
      appender.file.name = file
      appender.file.type = RollingFile
      appender.file.fileName = ${sys:log.file}
      appender.file.filePattern = ${sys:log.file}.%i
      appender.file.layout.type = PatternLayout
      appender.file.layout.pattern = %d{ISO8601} %-5p [%t] %c{1} - %m%n%ex
      appender.file.policies.type = Policies
      appender.file.policies.size.type = SizeBasedTriggeringPolicy
      appender.file.policies.size.size = 20MB
      appender.file.strategy.type = DefaultRolloverStrategy
      appender.file.strategy.max = 3
      logger.kafka.name = org.apache.kafka
      logger.kafka.level = WARN
      logger.alignment.name = org.apache.flink.runtime.source.coordinator.SourceCoordinator
      logger.alignment.level = WARN
      logger.sink.name = org.apache.flink.connector.kafka.sink
      logger.sink.level = WARN
      """;

  /** Errors alone: what the command prints is read by a user. */
  private static final String OF_COMMANDS =
      """
      rootLogger.level = ERROR
      rootLogger.appenderRef.console.ref = console
      appender.console.name = console
      appender.console.type = Console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{ISO8601} %-5p [%t] %c{1} - %m%n%ex
      """;

  private static final String SERVER_LOGGING = "log4j2-server.properties";
  private static final String COMMAND_LOGGING = "log4j2-command.properties";

  private final Path folder;

  private FlinkConfiguration(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the files.
   *
   * @param directory of the cluster: checkpoints, savepoints, temporary files, and these files
   * @param rpcPort of the JobManager, where there is no ZooKeeper to tell it
   * @param restPort of the JobManager's web UI and REST API
   * @param zooKeeper {@code host:port}, null for a cluster that does not outlive its JobManager
   */
  public static FlinkConfiguration write(
      Path directory, int rpcPort, int restPort, String zooKeeper) throws IOException {
    // Of a cluster that is no more: what it kept for itself, and for a JobManager after its own.
    Folders.delete(directory.resolve("tmp"));
    Folders.delete(directory.resolve("ha"));
    Path tmp = Files.createDirectories(directory.resolve("tmp"));
    Path folder = Files.createDirectories(directory.resolve("conf"));
    String config =
        CLUSTER.formatted(
            rpcPort,
            restPort,
            SLOTS,
            tmp,
            tmp,
            tmp,
            FlinkPaths.of(directory.resolve("checkpoints")),
            FlinkPaths.of(directory.resolve("savepoints")));
    if (zooKeeper != null) {
      config += HIGH_AVAILABILITY.formatted(zooKeeper, FlinkPaths.of(directory.resolve("ha")));
    }
    Files.writeString(folder.resolve("config.yaml"), config + SIZES);
    Files.writeString(folder.resolve(SERVER_LOGGING), OF_SERVERS);
    Files.writeString(folder.resolve(COMMAND_LOGGING), OF_COMMANDS);
    Files.writeString(folder.resolve("masters"), "127.0.0.1:" + restPort + "\n");
    return new FlinkConfiguration(folder);
  }

  /** Where processes keep what they need while they live. */
  Path scratch() {
    return folder.resolveSibling("tmp");
  }

  /** Where the files are. */
  public Path folder() {
    return folder;
  }

  /** The logging of processes, to the file that the property {@code log.file} names. */
  Path serverLogging() {
    return folder.resolve(SERVER_LOGGING);
  }

  /** The logging of the command line, whose output a user reads. */
  Path commandLogging() {
    return folder.resolve(COMMAND_LOGGING);
  }
}
