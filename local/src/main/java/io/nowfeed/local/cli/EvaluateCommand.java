package io.nowfeed.local.cli;

import io.nowfeed.local.evaluate.Evaluation;
import io.nowfeed.local.evaluate.EvaluationOptions;
import io.nowfeed.local.evaluate.EvaluationReport;
import io.nowfeed.local.evaluate.ScoreRow;
import io.nowfeed.local.platform.DataDirectory;
import io.nowfeed.local.replay.ReplayMapping;
import io.nowfeed.local.replay.ReplayOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nowfeed evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Runs a data set through the job as fast as it goes and scores its lists, beside global"
          + " popularity, on the same events: HR@10 and MRR@10 (docs/evaluate.md).",
      "Exit code 0 when it is done; 1 when the job fails; 2 for wrong use.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int STOPPED = 130;

  @Spec private CommandSpec spec;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      required = true,
      description = "A CSV file (.gz too), as up --replay takes it.",
      showDefaultValue = Visibility.NEVER)
  private Path replay;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description =
          "Which column of the file is what (docs/replay.md); UCI Online Retail's without it.",
      showDefaultValue = Visibility.NEVER)
  private Path mapping;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the control, in which the rows of each session are shuffled.")
  private long seed;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private ResultFormat format;

  @Override
  public Integer call() throws Exception {
    ReplayMapping columns =
        mapping == null ? ReplayMapping.onlineRetail() : ReplayMapping.load(mapping);
    new ReplayOptions(replay, columns, 0).validate();
    Stop stop = Stop.onCtrlC(Thread.currentThread());
    try (DataDirectory directory = DataDirectory.temporary()) {
      Nowfeed.logTo(directory.of("logs"));
      EvaluationOptions options = new EvaluationOptions(replay, mapping, seed);
      print(new Evaluation(options, Clock.systemUTC(), this::say).run(directory.path()));
      return OK;
    } catch (Exception e) {
      if (stop.isAsked()) {
        say("stopped");
        return STOPPED; // whatever failed, failed because it was interrupted
      }
      throw e;
    } finally {
      stop.done();
    }
  }

  private void print(EvaluationReport report) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (format == ResultFormat.TABLE) {
      report.headlines().forEach(out::println);
      out.println();
      format.print(ScoreRow.HEADINGS, report.rows().stream().map(ScoreRow::texts).toList(), out);
    } else {
      format.print(ScoreRow.COLUMNS, report.rows().stream().map(ScoreRow::values).toList(), out);
    }
    report.warnings().forEach(warning -> say("nowfeed: " + warning));
  }

  /** To stderr: the table may be piped into a program. */
  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
