package io.nowfeed.local.cli;

import io.nowfeed.local.platform.UsageException;
import io.nowfeed.local.replay.ReplayException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. */
@Command(
    name = "nowfeed",
    description = "Recommendations that are seconds fresh, on a laptop.",
    mixinStandardHelpOptions = true,
    versionProvider = Nowfeed.Version.class,
    subcommands = {
      UpCommand.class,
      TopCommand.class,
      QueryCommand.class,
      TablesCommand.class,
      TopicsCommand.class,
      AuditCommand.class,
      RedriveCommand.class,
      LineageCommand.class,
      CatalogCommand.class,
      EvaluateCommand.class,
      DrillCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Nowfeed implements Runnable {
  /** Log4j reads it; set before the first logger is made. */
  private static final String LOG_DIRECTORY = "nowfeed.log.dir";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command; the exit code is 0, 1 for a failure, 2 for wrong use, 130 after Ctrl-C. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Nowfeed())
        .setExecutionExceptionHandler(Nowfeed::explain)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  /** Logs of this process go to {@code directory}. */
  static void logTo(Path directory) {
    System.setProperty(LOG_DIRECTORY, directory.toString());
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** A mistake of the user is one line; a defect of ours is one line and a trace in the log. */
  private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (e instanceof UsageException || e instanceof ReplayException) {
      commandLine.getErr().println("nowfeed: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    LoggerFactory.getLogger(Nowfeed.class).error("{} failed", parsed.originalArgs(), e);
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    commandLine.getErr().println("nowfeed: " + message);
    String log = System.getProperty(LOG_DIRECTORY);
    if (log != null) {
      commandLine.getErr().println("nowfeed: more is in " + Path.of(log, "nowfeed.log"));
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The version of the jobs is that of the whole. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"nowfeed " + io.nowfeed.jobs.JobVersion.current()};
    }
  }
}
