package io.nowfeed.local.evaluate;

import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.local.evaluate.EvaluationReport.Facts;
import io.nowfeed.local.evaluate.EvaluationReport.Pass;
import io.nowfeed.local.replay.ReplayException;
import io.nowfeed.local.server.FlinkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Runs a data set through the job twice, as it is and with the rows of each session shuffled, and
 * scores what the job measured beside popularity, on the same events.
 */
public final class Evaluation {
  private static final long SAY_MILLIS = 5_000;

  private final EvaluationOptions options;
  private final Clock clock;
  private final Consumer<String> say;

  /**
   * @param say told how far it is, line by line
   */
  public Evaluation(EvaluationOptions options, Clock clock, Consumer<String> say) {
    this.options = options;
    this.clock = clock;
    this.say = say;
  }

  /**
   * Evaluates.
   *
   * @param directory where the job may put files while it runs
   * @throws ReplayException when the file or the mapping cannot be read, or there is nothing to
   *     score
   * @throws IOException when the job fails
   */
  public EvaluationReport run(Path directory) throws Exception {
    say.accept("reading " + options.replay());
    DataSetFile file = DataSetFile.of(options.replay(), options.mapping());
    Tables tables = tables(file);
    say.accept(
        "counting popularity over %,d events in four windows, twice".formatted(tables.size()));
    var inOrder = PopularityBaselines.score(tables.inOrder, PopularityBaselines.WINDOWS);
    var shuffled = PopularityBaselines.score(tables.shuffled, PopularityBaselines.WINDOWS);
    if (inOrder.scored().isEmpty()) {
      throw new ReplayException(
          "replay file " + options.replay() + " has nobody who engages with a second item");
    }
    try (FlinkCluster cluster = FlinkCluster.start(directory.resolve("flink"), 0)) {
      Pass first = pass(cluster, "row by row", file, inOrder, tables.size(), directory);
      Pass second =
          pass(
              cluster,
              "shuffled",
              file.shuffled(options.seed()),
              shuffled,
              tables.size(),
              directory);
      return new EvaluationReport(tables.facts, first, second);
    }
  }

  private record Tables(EventTable inOrder, EventTable shuffled, Facts facts) {
    int size() {
      return inOrder.size();
    }
  }

  /** The rows themselves are not kept: the job reads them again, and needs the room. */
  private Tables tables(DataSetFile file) {
    DataSet data = file.read();
    EventTable inOrder = EventTable.of(data.rows());
    EventTable shuffled = EventTable.of(data.shuffled(options.seed()).rows());
    Facts facts =
        new Facts(
            options.replay().getFileName().toString(),
            data.counts().rowsRead(),
            data.moved(),
            inOrder.size(),
            inOrder.userCount(),
            inOrder.itemCount(),
            inOrder.sessionCount(),
            options.seed());
    return new Tables(inOrder, shuffled, facts);
  }

  private Pass pass(
      FlinkCluster cluster,
      String name,
      DataSetFile file,
      PopularityBaselines.Scores baselines,
      int events,
      Path directory)
      throws Exception {
    JobOutput output =
        new JobOutput(Files.createDirectories(directory.resolve(name.replace(' ', '-'))));
    long startedAt = clock.millis();
    new JobRun(file, events, output)
        .run(cluster, "evaluate " + name, defaults(), progress(name, events, startedAt));
    double seconds = (clock.millis() - startedAt) / 1e3;
    LadderScores ladder = new LadderScores(baselines);
    output.forEachMeasured(ladder::add);
    return new Pass(baselines, ladder.complete(), output.passage(), seconds);
  }

  private LongConsumer progress(String name, int events, long startedAt) {
    return new LongConsumer() {
      private long saidAt = startedAt;

      @Override
      public void accept(long passed) {
        long now = clock.millis();
        if (now - saidAt >= SAY_MILLIS || passed == events) {
          saidAt = now;
          say.accept(
              String.format(
                  Locale.ROOT,
                  "%s: %,d of %,d events through the job, %,.0f/s",
                  name,
                  passed,
                  events,
                  passed * 1e3 / Math.max(1, now - startedAt)));
        }
      }
    };
  }

  /** What is evaluated is what one gets; but an event waits for the one before it, so at once. */
  private static JobConfig defaults() {
    try {
      return JobConfig.of(Map.of(JobOptions.BUFFER_TIMEOUT.key(), "0 ms"), List.of());
    } catch (InvalidConfigException e) {
      throw new IllegalStateException("the defaults are refused", e);
    }
  }
}
