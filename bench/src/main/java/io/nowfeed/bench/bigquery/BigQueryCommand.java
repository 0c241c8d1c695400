package io.nowfeed.bench.bigquery;

import io.nowfeed.bench.ResultFile;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench bigquery}: our sink beside Google's writer of JSON rows, in turns. */
@Command(
    name = "bigquery",
    description = {
      "How many rows a second does the BigQuery sink write, beside Google's JsonStreamWriter?",
      "Both write the same rows to the same server, which is another process: first one that only"
          + " acknowledges, to see the writers, then the local BigQuery, to see that the rows are the"
          + " same.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class BigQueryCommand implements Callable<Integer> {
  private static final double GOAL = 3;

  @Spec private CommandSpec spec;

  @Option(names = "--rows", defaultValue = "100000", description = "Different rows.")
  private int rows;

  @Option(
      names = "--passes",
      defaultValue = "10",
      description =
          "How often a round writes them to the server that only acknowledges, so that connection"
              + " and end weigh as little as in a job that runs for days.")
  private int passes;

  @Option(names = "--rounds", defaultValue = "7", description = "Rounds that count; odd.")
  private int rounds;

  @Option(names = "--warm-up", defaultValue = "3", description = "Rounds before them.")
  private int warmUp;

  @Option(
      names = "--batch",
      defaultValue = "5000",
      description = "Rows an append of JsonStreamWriter; the sink has its default, 1 MiB.")
  private int batch;

  @Option(names = "--result", defaultValue = "bench/results/bigquery.md", description = "The file.")
  private Path result;

  private final List<String> lines = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    List<Visit> visits = LongStream.range(0, rows).mapToObj(Visit::of).toList();
    SinkContender sink = new SinkContender(visits);
    JsonContender json = new JsonContender(visits, batch);
    say(
        "`bench/run %s`: %,d different rows, %d rounds after %d to warm up, in turns; JsonStreamWriter's rows are JSON beforehand, %,d an append."
            .formatted(
                String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                rows,
                rounds,
                warmUp,
                batch));
    say("");
    say(
        "| server | writer | rows a round | rows/s | slowest to fastest round | rows a CPU-second of the writer | its"
            + " CPU, s | the server's CPU, s |");
    say("|---|---|---|---|---|---|---|---|");
    double reached = race(BenchServer.Kind.ACKNOWLEDGING, passes, sink, json);
    race(BenchServer.Kind.STORING, 1, sink, json);
    ResultFile.write(result, "The BigQuery sink beside JsonStreamWriter", lines);
    return reached >= GOAL ? 0 : 1;
  }

  /** Both contenders in turns; returns how many times as fast the sink is. */
  private double race(BenchServer.Kind kind, int passes, Contender sink, Contender json)
      throws Exception {
    WriteFigures ours = new WriteFigures(sink.name(), rows, passes);
    WriteFigures theirs = new WriteFigures(json.name(), rows, passes);
    Path directory = Files.createTempDirectory("nowfeed-bench");
    try (ServerProcess server = ServerProcess.start(kind, directory)) {
      for (int round = 0; round < warmUp + rounds; round++) {
        boolean counts = round >= warmUp;
        WriteFigures warming = new WriteFigures("", rows, passes);
        Runner first = new Runner(sink, counts ? ours : warming, "ours");
        Runner second = new Runner(json, counts ? theirs : warming, "theirs");
        // Whoever comes second finds what the first left of garbage.
        boolean swapped = round % 2 == 1;
        String one = (swapped ? second : first).run(server, kind);
        String other = (swapped ? first : second).run(server, kind);
        if (!one.equals(other)) {
          throw new IllegalStateException("The rows differ in round " + round);
        }
      }
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
    String server = kind == BenchServer.Kind.STORING ? "local BigQuery" : "acknowledges only";
    say(ours.line(server));
    say(theirs.line(server));
    double times = ours.rowsPerSecond() / theirs.rowsPerSecond();
    say(
        "| %s | **times as many** | | **%.1f** | | **%.1f** | | |"
            .formatted(server, times, ours.rowsPerCpuSecond() / theirs.rowsPerCpuSecond()));
    return times;
  }

  /** One contender's part of a round, in a dataset that is there for as long. */
  private final class Runner {
    private final Contender contender;
    private final WriteFigures figures;
    private final String dataset;

    private Runner(Contender contender, WriteFigures figures, String dataset) {
      this.contender = contender;
      this.figures = figures;
      this.dataset = dataset;
    }

    /** Returns what tells its rows from others; the same of a server that keeps none. */
    private String run(ServerProcess server, BenchServer.Kind kind) throws Exception {
      if (kind == BenchServer.Kind.ACKNOWLEDGING) {
        figures.measure(contender, server, dataset);
        return "";
      }
      BigQueryConnection connection = server.connection(dataset);
      VisitTable.create(connection);
      figures.measure(contender, server, dataset);
      String fingerprint = VisitTable.fingerprint(connection, rows);
      VisitTable.drop(connection);
      return fingerprint;
    }
  }

  private void say(String line) {
    lines.add(line);
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
