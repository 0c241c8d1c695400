package io.nowfeed.bench;

import io.nowfeed.bench.bigquery.BigQueryCommand;
import io.nowfeed.bench.hotpath.HotPathCommand;
import io.nowfeed.bench.hotpath.LatencyCommand;
import io.nowfeed.bench.ladder.LadderCommand;
import io.nowfeed.bench.micro.MicroCommand;
import io.nowfeed.bench.popularity.PopularityCommand;
import io.nowfeed.bench.skew.SkewCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The measurements, one command each. */
@Command(
    name = "nowfeed bench",
    description = "Measures the jobs, side by side with what one would pick instead.",
    mixinStandardHelpOptions = true,
    subcommands = {
      HotPathCommand.class,
      LatencyCommand.class,
      MicroCommand.class,
      SkewCommand.class,
      PopularityCommand.class,
      LadderCommand.class,
      BigQueryCommand.class
    },
    synopsisSubcommandLabel = "CASE")
public final class Bench implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a case; the exit code is 0, 1 when it failed or missed its goal, 2 for wrong use. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).setUsageHelpAutoWidth(true).execute(args));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
