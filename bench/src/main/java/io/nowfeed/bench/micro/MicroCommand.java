package io.nowfeed.bench.micro;

import io.nowfeed.bench.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench micro}. */
@Command(
    name = "micro",
    description = {
      "What does each step of the hot path cost by itself: reading and writing JSON, and a record's"
          + " way to another subtask?",
      "Measured by JMH, one thread. How they are put together, bench hotpath tells.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class MicroCommand implements Callable<Integer> {
  /** Of a JVM: to start, to warm up, and to measure. */
  private static final int SECONDS = 12;

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATTERN",
      defaultValue = ".*",
      description = "A regular expression: which of them, as Wire.*")
  private String pattern;

  @Option(names = "--forks", defaultValue = "3", description = "JVMs of each, one after the other.")
  private int forks;

  @Option(
      names = "--result",
      defaultValue = "bench/results/micro.md",
      description = "The file, relative to the repository.")
  private Path result;

  @Override
  public Integer call() throws RunnerException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("each step takes some %d seconds; figures come at the end%n", forks * SECONDS);
    out.flush();
    Collection<RunResult> figures;
    try {
      figures = new Runner(options()).run();
    } catch (NoBenchmarksException e) {
      spec.commandLine().getErr().println("nothing is called " + pattern + "; without it, all run");
      return 2;
    }
    List<String> lines = new ArrayList<>();
    lines.add("| what | ns | ± (99.9 %) | bytes allocated |");
    lines.add("|---|---|---|---|");
    figures.forEach(each -> lines.add(line(each)));
    lines.forEach(out::println);
    lines.add("");
    lines.add(
        "`./nowfeed bench %s`: %d JVMs each."
            .formatted(
                String.join(" ", spec.commandLine().getParseResult().originalArgs()), forks));
    ResultFile.write(result, "Steps of the hot path", lines);
    return 0;
  }

  private Options options() {
    return new OptionsBuilder()
        .include("io\\.nowfeed\\.bench\\.micro\\.(" + pattern + ")")
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .warmupIterations(5)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(5)
        .measurementTime(TimeValue.seconds(1))
        .forks(forks)
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static String line(RunResult figure) {
    Result<?> time = figure.getPrimaryResult();
    String name = figure.getParams().getBenchmark();
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f | %,.0f |",
        name.substring(MicroCommand.class.getPackageName().length() + 1),
        time.getScore(),
        time.getScoreError(),
        figure.getSecondaryResults().get(ALLOCATED).getScore());
  }
}
