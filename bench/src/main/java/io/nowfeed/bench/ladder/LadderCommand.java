package io.nowfeed.bench.ladder;

import io.nowfeed.bench.ResultFile;
import io.nowfeed.bench.load.BenchCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench ladder}: see {@link LadderCase}. */
@Command(
    name = "ladder",
    description = {
      "How much longer does a list of the full ladder take than one of what is popular, and how many"
          + " lists need not be sent?",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class LadderCommand implements Callable<Integer> {
  /** Every event makes a list that is sent: what is not sent is not measured. */
  private static final Map<String, String> ALL_SENT =
      Map.of("recommendation.resend-before", "30 min", "recommendation.expires-after", "30 min");

  @Spec private CommandSpec spec;

  @Option(names = "--users", defaultValue = "2000", description = "Users, all of them active.")
  private int users;

  @Option(names = "--items", defaultValue = "20000", description = "Content items.")
  private int items;

  @Option(
      names = "--history",
      defaultValue = "200000",
      description = "Engagements of all users before anything is measured.")
  private int history;

  @Option(names = "--per-second", defaultValue = "400", description = "Events a second.")
  private int perSecond;

  @Option(names = "--seconds", defaultValue = "60", description = "For how long it is measured.")
  private int seconds;

  @Option(names = "--parallelism", defaultValue = "2", description = "Subtasks of a vertex; even.")
  private int parallelism;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the job, as covisitation.asked-again=10.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--result", defaultValue = "bench/results/ladder.md", description = "The file.")
  private Path result;

  private final List<String> lines = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("nowfeed-bench");
    LadderCase ladder = new LadderCase(users, items, history, perSecond, seconds, parallelism);
    say(
        ("`bench/run %s`: %,d users, %,d items, %,d engagements before, %d events a second for"
                + " %d s, parallelism %d.")
            .formatted(
                String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                users,
                items,
                history,
                perSecond,
                seconds,
                parallelism));
    say("");
    try (BenchCluster cluster = BenchCluster.start(directory, parallelism)) {
      Map<String, String> all = new HashMap<>(settings);
      all.putAll(ALL_SENT);
      LadderFigures every = ladder.run(cluster, all);
      every.table().forEach(this::say);
      say("");
      LadderFigures news = ladder.run(cluster, settings);
      say(
          ("As it is configured by default: %,d events, %,d lists sent; %.0f %% were like the one in"
                  + " force.")
              .formatted(news.events(), news.lists(), 100 * news.saved()));
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
    ResultFile.write(result, "The full ladder beside what is popular", lines);
    return 0;
  }

  private void say(String line) {
    lines.add(line);
    spec.commandLine().getOut().println(line);
  }
}
