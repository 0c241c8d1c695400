package io.nowfeed.bench.popularity;

import io.nowfeed.bench.ResultFile;
import io.nowfeed.bench.traffic.Traffic;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.WindowSize;
import io.nowfeed.jobs.popularity.PopularityOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench popularity}: see {@link CombineCost} and {@link BoardCost}. */
@Command(
    name = "popularity",
    description = {
      "What does counting cost an event, a leaderboard each slide, and a (segment, item) pair in"
          + " state?",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class PopularityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--items",
      split = ",",
      defaultValue = "1000,20000,100000",
      description = "How many content items are active.")
  private List<Integer> items;

  @Option(
      names = "--backends",
      split = ",",
      defaultValue = "HEAP,ROCKSDB",
      description = "Where state is kept: ${COMPLETION-CANDIDATES}.")
  private List<Backend> backends;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the job, as popularity.windows=1m/5s.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--result",
      defaultValue = "bench/results/popularity.md",
      description = "The file.")
  private Path result;

  private final List<String> lines = new ArrayList<>();

  /** Where state is kept. */
  enum Backend {
    HEAP,
    ROCKSDB;

    StateBackend make() {
      return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }
  }

  @Override
  public Integer call() throws Exception {
    PopularityOptions options = PopularityOptions.of(JobConfig.of(settings, List.of()));
    say(
        "| traffic | items | making up an event, ns | and combining it, ns | bytes out, an event |");
    say("|---|---|---|---|---|");
    for (Traffic traffic : Traffic.values()) {
      for (int count : items) {
        CombineCost cost = CombineCost.measure(traffic, count, options);
        say(
            "| %s | %,d | %.0f | %.0f | %.1f |",
            traffic, count, cost.feedNanos(), cost.nanos(), cost.bytesOut());
      }
    }
    say("");
    say(
        "| state | window | items active in each pane | ms a slide | bytes a pair, active in one pane"
            + " | in every pane |");
    say("|---|---|---|---|---|---|");
    for (Backend backend : backends) {
      for (WindowSize window : options.windows()) {
        for (int count : items) {
          BoardCost cost = BoardCost.measure(window, count, options, backend.make());
          say(
              "| %s | %s | %,d | %.1f | %.1f | %,.0f |",
              backend,
              window.label(),
              count,
              cost.millis(),
              cost.bytesInOnePane(),
              cost.bytesInEveryPane());
        }
      }
    }
    ResultFile.write(result, "Popularity, operator by operator", lines);
    return 0;
  }

  private void say(String format, Object... figures) {
    String line = String.format(Locale.ROOT, format, figures);
    lines.add(line);
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
