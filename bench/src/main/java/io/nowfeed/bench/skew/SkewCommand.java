package io.nowfeed.bench.skew;

import io.nowfeed.bench.ResultFile;
import io.nowfeed.bench.load.BenchCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench skew}: see {@link SkewCase}. */
@Command(
    name = "skew",
    description = {
      "When one item takes 90 %% of the clicks: is popularity as fast as when clicks are spread, and"
          + " is no subtask busier than twice the mean?",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class SkewCommand implements Callable<Integer> {
  private static final double ENOUGH = 0.95;
  private static final double TOO_BUSY = 2;

  @Spec private CommandSpec spec;

  @Option(names = "--items", defaultValue = "20000", description = "Content items.")
  private int items;

  @Option(
      names = "--per-second",
      defaultValue = "50000",
      description = "Interactions in a second of event time.")
  private int perSecond;

  @Option(names = "--seconds", defaultValue = "30", description = "Of event time, in a run.")
  private int seconds;

  @Option(names = "--parallelism", defaultValue = "8", description = "Subtasks of a vertex; even.")
  private int parallelism;

  @Option(names = "--pairs", defaultValue = "3", description = "How often uniform and hot run.")
  private int pairs;

  @Option(
      names = "--mechanisms",
      split = ",",
      defaultValue = "COMBINED,PER_EVENT",
      description = "Which: ${COMPLETION-CANDIDATES}.")
  private List<Mechanism> mechanisms;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the job, as popularity.combined-pairs=1.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--result", defaultValue = "bench/results/skew.md", description = "The file.")
  private Path result;

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("nowfeed-bench");
    SkewCase skew = new SkewCase(items, perSecond, seconds, parallelism);
    List<SkewFigures> figures = new ArrayList<>();
    try (BenchCluster cluster = BenchCluster.start(directory, parallelism)) {
      for (Mechanism mechanism : mechanisms) {
        skew.run(cluster, mechanism, 1, settings); // warms up
        figures.add(skew.run(cluster, mechanism, pairs, settings));
        say(SkewReport.ratios(figures));
      }
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
    say(SkewReport.vertices(figures));
    write(figures);
    return reached(figures.get(0)) ? 0 : 1;
  }

  private static boolean reached(SkewFigures figures) {
    return figures.throughput() >= ENOUGH
        && figures.bound() >= ENOUGH
        && figures.spread() <= TOO_BUSY;
  }

  private void say(List<String> lines) {
    lines.forEach(spec.commandLine().getOut()::println);
  }

  private void write(List<SkewFigures> figures) throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(
        ("`bench/run %s`: %,d items, %,d interactions in %d s of event time, parallelism %d, %d pairs of"
                + " runs in turn after one to warm up; medians.")
            .formatted(
                String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                items,
                (long) perSecond * seconds,
                seconds,
                parallelism,
                pairs));
    lines.add("");
    lines.addAll(SkewReport.ratios(figures));
    lines.add("");
    lines.addAll(SkewReport.vertices(figures));
    ResultFile.write(result, "One item takes 90 %", lines);
  }
}
