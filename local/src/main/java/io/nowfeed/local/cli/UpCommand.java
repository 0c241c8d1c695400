package io.nowfeed.local.cli;

import io.nowfeed.local.platform.DataDirectory;
import io.nowfeed.local.platform.PlatformOptions;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.replay.ReplayMapping;
import io.nowfeed.local.replay.ReplayOptions;
import io.nowfeed.local.traffic.SimulatorOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nowfeed up}. */
@Command(
    name = "up",
    description = {
      "Runs the whole platform until Ctrl-C: Postgres, Kafka, Kafka Connect with Debezium, Flink"
          + " with both jobs, a local BigQuery, and traffic.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where everything is kept, and gone on with next time. Without it a temporary directory,"
              + " removed at the end.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private Path dataDir;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Interactions a second that are simulated.")
  private double rate;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Users in the table at the start.")
  private int users;

  @Option(
      names = "--contents",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Content items at the start.")
  private int contents;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same people, items and choices.")
  private long seed;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description =
          "Stop after this time (60s, 5m), counted from ready; wait for the last row, print a"
              + " summary, exit 0 when everything agrees.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private String duration;

  @Mixin private PortFlags portFlags;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "Send the rows of a CSV file (.gz too) instead of simulated traffic.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private Path replay;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description =
          "Which column of the file is what (docs/replay.md); UCI Online Retail's without it.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private Path mapping;

  @Option(
      names = "--speedup",
      paramLabel = "X",
      defaultValue = "50000",
      description = "Replayed time per second; max for as fast as it goes.")
  private String speedup;

  @Option(
      names = "--no-traffic",
      description = "Platform and jobs alone: your own producers send.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private boolean noTraffic;

  @Option(
      names = "--fail-after",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Throw an exception inside PersonalizationJob once (in the life of a data directory),"
              + " after a subtask's N-th interaction: no number changes. 0 for never.")
  private long failAfter;

  @Option(
      names = "--processes",
      description =
          "Each server in a process of its own, as on a real cluster: broker, Connect, BigQuery,"
              + " ZooKeeper, JobManager, two TaskManagers. Kill one and see. FLINK_HOME, if set, names"
              + " the Flink distribution to use.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private boolean processes;

  @Option(
      names = "--archive",
      description =
          "Also run ArchiveJob: interactions and lists as Avro files by day, in DIR/archive, every"
              + " ten seconds. Needs --data-dir.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private boolean archive;

  @Override
  public Integer call() throws Exception {
    Duration atMost = duration == null ? null : duration(duration);
    Ports ports = portFlags.ports();
    TrafficChoice traffic = traffic();
    if (archive && dataDir == null) {
      throw wrong("--archive needs --data-dir DIR: a temporary directory is removed at the end");
    }
    if (processes && failAfter > 0) {
      throw wrong(
          "--fail-after throws inside this process, and with --processes no job runs in it: kill a"
              + " process instead");
    }
    DataDirectory directory =
        dataDir == null ? DataDirectory.temporary() : DataDirectory.kept(dataDir);
    Nowfeed.logTo(directory.of("logs"));
    PlatformOptions options = PlatformOptions.on(ports).failingAfter(failAfter);
    if (traffic.simulates()) {
      options = options.comparingArms();
    }
    if (processes) {
      options = options.inProcesses();
    }
    if (archive) {
      options = options.archivingTo(directory.of("archive"));
    }
    PrintWriter out = spec.commandLine().getOut();
    return new UpRun(directory, options, traffic, new WatchAct(atMost, out), out).run();
  }

  private TrafficChoice traffic() {
    if (replay == null && mapping != null) {
      throw wrong("--mapping says what the columns of --replay FILE are: name that file, too");
    }
    if (replay != null && noTraffic) {
      throw wrong("--replay and --no-traffic exclude each other");
    }
    if (failAfter < 0) {
      throw wrong("--fail-after " + failAfter + " must be 0 or more");
    }
    if (noTraffic) {
      return TrafficChoice.none();
    }
    return replay == null ? simulated() : replayed();
  }

  private TrafficChoice simulated() {
    try {
      return TrafficChoice.simulated(new SimulatorOptions(rate, users, contents, seed));
    } catch (IllegalArgumentException e) {
      throw wrong("--" + e.getMessage());
    }
  }

  private TrafficChoice replayed() {
    ReplayMapping columns =
        mapping == null ? ReplayMapping.onlineRetail() : ReplayMapping.load(mapping);
    ReplayOptions options = new ReplayOptions(replay, columns, ReplayOptions.parseSpeedup(speedup));
    options.validate();
    return TrafficChoice.replayed(options);
  }

  private Duration duration(String text) {
    Duration time = Durations.parse(spec, "--duration", text);
    if (time.isZero()) {
      throw wrong("--duration " + text + " must be longer than 0");
    }
    return time;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
