package io.nowfeed.bench.hotpath;

import io.nowfeed.bench.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench latency}: from a beacon to its list. */
@Command(
    name = "latency",
    description = {
      "How long after a beacon can its list be read, at steady load, beside a Flink job that only"
          + " copies?",
      "Beacons are sent at fixed times, and measured from when they were due: a job that stalls is"
          + " not spared those it kept from being sent (coordinated omission). One interaction comes"
          + " with every fourth. The job, the broker, and who sends and reads are three processes.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class LatencyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--rate", defaultValue = "2000", description = "Beacons a second.")
  private int rate;

  @Option(names = "--seconds", defaultValue = "60", description = "For how long it is measured.")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "30", description = "Seconds before that.")
  private int warmUp;

  @Option(names = "--rounds", defaultValue = "3", description = "All of them are one distribution.")
  private int rounds;

  @Option(names = "--users", defaultValue = "100000", description = "Rows of the users table.")
  private int users;

  @Option(names = "--items", defaultValue = "20000", description = "Content items.")
  private int items;

  @Option(
      names = "--buffer-timeout",
      defaultValue = "5 ms",
      description = "latency.buffer-timeout of Nowfeed; the job that copies has 0.")
  private String bufferTimeout;

  @Option(
      names = "--result",
      defaultValue = "bench/results/latency.md",
      description = "The file, relative to the repository.")
  private Path result;

  @Override
  public Integer call() throws Exception {
    if (rate < 1 || seconds < 1 || warmUp < 0 || rounds < 1 || users < 1 || items < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--rate, --seconds, --rounds, --users and --items must be 1 or more, --warm-up 0");
    }
    Map<LatencyContender, Histogram> all = new EnumMap<>(LatencyContender.class);
    Path directory = Files.createTempDirectory("nowfeed-bench");
    long start = Instant.now(Clock.systemUTC()).toEpochMilli();
    HotPathData data = new HotPathData(0, 0, users, items, 1, start);
    try (LatencyCase latency = LatencyCase.start(directory, data)) {
      for (int round = 1; round <= rounds; round++) {
        for (LatencyContender contender : LatencyContender.values()) {
          Histogram measured =
              latency.run(
                  contender,
                  bufferTimeout,
                  rate,
                  Duration.ofSeconds(warmUp),
                  Duration.ofSeconds(seconds));
          say("round " + round + "  " + line(contender, measured));
          all.merge(
              contender,
              measured,
              (one, other) -> {
                one.add(other);
                return one;
              });
        }
      }
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
    write(all);
    return 0;
  }

  private void write(Map<LatencyContender, Histogram> all) throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("| milliseconds | p50 | p90 | p99 | p99.9 | most |");
    lines.add("|---|---|---|---|---|---|");
    all.forEach((contender, measured) -> lines.add(line(contender, measured)));
    double copy = all.get(LatencyContender.COPY).getValueAtPercentile(99);
    double whole = all.get(LatencyContender.NOWFEED).getValueAtPercentile(99);
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "p99 of Nowfeed, times that of the job that copies: **%.2f** (goal 1.5)",
            whole / copy));
    lines.forEach(this::say);
    lines.add("");
    lines.add(
        "`./nowfeed bench %s`"
            .formatted(String.join(" ", spec.commandLine().getParseResult().originalArgs())));
    ResultFile.write(result, "From a beacon to its list", lines);
  }

  private static String line(LatencyContender contender, Histogram micros) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f | %.1f | %.1f |",
        contender.text(),
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(90) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getValueAtPercentile(99.9) / 1000.0,
        micros.getMaxValue() / 1000.0);
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
