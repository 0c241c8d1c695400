package io.nowfeed.bench.hotpath;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nowfeed.bench.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench hotpath}: what an event costs, beside Kafka Streams. */
@Command(
    name = "hotpath",
    description = {
      "What does an event cost on the hot path, beside Kafka Streams and beside only reading it?",
      "Each contender is a process that reads the same preloaded topics of a broker, which is another"
          + " process, in turns. What those that do the same write is compared in the first round, which"
          + " warms up the broker and does not count.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class HotPathCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--events", defaultValue = "2000000", description = "Interactions.")
  private int events;

  @Option(
      names = "--beacons",
      defaultValue = "500000",
      description = "Beacons, which the whole job reads, too.")
  private int beacons;

  @Option(names = "--users", defaultValue = "100000", description = "Rows of the users table.")
  private int users;

  @Option(names = "--items", defaultValue = "20000", description = "Content items.")
  private int items;

  @Option(
      names = "--per-second",
      defaultValue = "5000",
      description = "Interactions in a second of event time.")
  private int perSecond;

  @Option(names = "--parallelism", defaultValue = "2", description = "Subtasks, or threads.")
  private int parallelism;

  @Option(
      names = "--state",
      defaultValue = "HEAP",
      description = "Where Nowfeed's state is: ${COMPLETION-CANDIDATES}.")
  private Setting.State state;

  @Option(names = "--heap", defaultValue = "2g", description = "Of each contender.")
  private String heap;

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds that count; odd.")
  private int rounds;

  @Option(
      names = "--contenders",
      split = ",",
      description = "Which: ${COMPLETION-CANDIDATES}; all of them when not given.")
  private List<Contender> contenders = List.of(Contender.values());

  @Option(names = "--no-compare", description = "Without the first round, which compares.")
  private boolean uncompared;

  @Option(
      names = "--recordings",
      paramLabel = "DIR",
      description = "An existing folder for a flight recording of each run; it costs a little.")
  private Path recordings;

  @Option(
      names = "--result",
      defaultValue = "bench/results/hotpath",
      description = "The files, without their endings .md and .json.")
  private Path result;

  @Override
  public Integer call() throws Exception {
    requireSizes();
    Path directory = Files.createTempDirectory("nowfeed-bench");
    HotPathFigures figures = new HotPathFigures(contenders);
    try (HotPathCase hotPath = HotPathCase.start(directory, data(), heap, recordings)) {
      for (int round = uncompared ? 1 : 0; round <= rounds; round++) {
        for (Contender contender : contenders) {
          Measured measured = hotPath.run(contender, parallelism, state, round == 0);
          if (round > 0) {
            figures.add(contender, measured);
          }
          say(progress(round, contender, measured));
        }
      }
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
    figures.lines().forEach(this::say);
    write(figures);
    return 0;
  }

  private void requireSizes() {
    require(rounds >= 1, "--rounds must be 1 or more");
    require(events >= 1_000, "--events must be 1000 or more");
    require(users >= 1 && items >= 1, "--users and --items must be 1 or more");
    require(perSecond >= 1, "--per-second must be 1 or more");
    require(parallelism >= 1, "--parallelism must be 1 or more");
    require(beacons >= 0, "--beacons must be 0 or more");
    require(heap.matches("\\d+[kmgKMG]?"), "--heap " + heap + " is not a size like 2g");
    require(
        recordings == null || Files.isDirectory(recordings),
        "--recordings " + recordings + " is not a folder");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private HotPathData data() {
    long lasts = events * 1000L / perSecond;
    long start =
        Instant.now(java.time.Clock.systemUTC())
            .minusMillis(lasts)
            .minus(Duration.ofMinutes(2))
            .truncatedTo(ChronoUnit.MINUTES)
            .toEpochMilli();
    return new HotPathData(events, beacons, users, items, perSecond, start);
  }

  private static String progress(int round, Contender contender, Measured measured) {
    return "round %d  %-16s %,10.0f events/s  %6.2f CPU-s a million"
        .formatted(round, contender, measured.eventsPerSecond(), measured.cpuSecondsPerMillion());
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private void write(HotPathFigures figures) throws Exception {
    List<String> lines = new java.util.ArrayList<>();
    lines.add(
        "`bench/run %s`: %,d interactions and %,d beacons, %,d users, %,d items, parallelism %d, state: %s, heap %s each, %d rounds in turn; medians, and the spread from least to most."
            .formatted(
                String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                events,
                beacons,
                users,
                items,
                parallelism,
                state,
                heap,
                rounds));
    lines.add("");
    lines.addAll(figures.lines());
    ResultFile.write(Path.of(result + ".md"), "What an event costs", lines);
    Map<String, List<Measured>> all = new java.util.TreeMap<>();
    new EnumMap<>(figures.all()).forEach((contender, each) -> all.put(contender.name(), each));
    JsonMapper.builder()
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValue(Path.of(result + ".json").toFile(), all);
  }
}
