package io.nowfeed.local.cli;

import io.nowfeed.local.drill.DrillPlan;
import io.nowfeed.local.drill.Pace;
import io.nowfeed.local.platform.DataDirectory;
import io.nowfeed.local.platform.PlatformOptions;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.traffic.SimulatorOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nowfeed drill}. */
@Command(
    name = "drill",
    description = {
      "Runs the platform with each server in a process of its own, and under load kills (SIGKILL)"
          + " and freezes (SIGSTOP) them: TaskManagers, JobManager, broker, Connect, Postgres,"
          + " BigQuery, ZooKeeper. Then compares every record, every list's version and every"
          + " leaderboard with what it should be (docs/drill.md).",
      "Exit code 0 when nothing is missing, repeated or wrong; 1 when something is; 2 for wrong"
          + " use.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class DrillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "5m",
      description =
          "For how long servers are made to fail, or longer, until each kind of fault was there"
              + " once.")
  private String duration;

  @Option(
      names = "--quick",
      description = "Each kind of fault once, the freezes short: some four minutes.",
      showDefaultValue = Visibility.NEVER)
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same faults in the same order.")
  private long seed;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Interactions a second that are simulated.")
  private double rate;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where everything is kept, logs too. Without it a temporary directory.",
      showDefaultValue = Visibility.NEVER)
  private Path dataDir;

  @Mixin private PortFlags portFlags;

  @Override
  public Integer call() throws Exception {
    Duration faults = Durations.parse(spec, "--duration", duration);
    if (faults.isZero()) {
      throw new ParameterException(
          spec.commandLine(), "--duration " + duration + " must be longer than 0");
    }
    Ports ports = portFlags.ports();
    TrafficChoice traffic = traffic();
    DataDirectory directory =
        dataDir == null ? DataDirectory.temporary() : DataDirectory.kept(dataDir);
    Nowfeed.logTo(directory.of("logs"));
    DrillPlan plan = new DrillPlan(seed, quick ? Pace.QUICK : Pace.THOROUGH);
    PrintWriter out = spec.commandLine().getOut();
    return new UpRun(
            directory,
            // What a lost attempt wrote of leaderboards stays when they are written at least once.
            PlatformOptions.on(ports).inProcesses().exactLeaderboards(),
            traffic,
            new DrillAct(plan, quick ? Duration.ZERO : faults, directory.of("drill")),
            out)
        .run();
  }

  private TrafficChoice traffic() {
    try {
      return TrafficChoice.simulated(new SimulatorOptions(rate, 10_000, 1_000, seed));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
    }
  }
}
