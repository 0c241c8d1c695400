package io.nowfeed.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Flink from its jars alone, which Maven brings: what a distribution's scripts would start. */
final class FlinkOfJars implements Flink {
  private final String classPath;
  private final FlinkConfiguration configuration;
  private final Path logs;

  /**
   * @param logs the folder for what the processes print
   */
  FlinkOfJars(FlinkConfiguration configuration, Path logs) throws IOException {
    this.classPath = Files.readString(Home.file("deploy/flink/target/class-path")).trim();
    this.configuration = configuration;
    this.logs = Files.createDirectories(logs);
  }

  @Override
  public Part jobManager() {
    return part(
        "jobmanager",
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        "-Xmx384m",
        "-XX:MaxMetaspaceSize=256m");
  }

  @Override
  public Part taskManager(int number) {
    return part(
        "taskmanager-" + number,
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        "-Xmx640m",
        "-XX:MaxDirectMemorySize=256m",
        "-XX:MaxMetaspaceSize=512m");
  }

  @Override
  public List<String> commandLine() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "-Dlog4j2.configurationFile=" + configuration.commandLogging(),
        "-cp",
        classPath,
        "org.apache.flink.client.cli.CliFrontend");
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("FLINK_CONF_DIR", configuration.folder().toString());
  }

  private Part part(String name, String main, String... sizes) {
    // What it leaves there when it is killed is of no use to the next.
    Path scratch = configuration.scratch().resolve(name);
    List<String> command =
        new JavaProgram(classPath, main)
            .with(sizes)
            .with(
                "-Dlog4j2.configurationFile=" + configuration.serverLogging(),
                "-Dlog.file=" + logs.resolve(name + ".log"))
            .command(
                List.of(
                    "--configDir",
                    configuration.folder().toString(),
                    "-D",
                    "io.tmp.dirs=" + scratch));
    return new Program(name, command, Map.of(), logs.resolve(name + ".out"), List.of(scratch));
  }
}
