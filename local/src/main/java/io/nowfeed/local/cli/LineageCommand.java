package io.nowfeed.local.cli;

import io.nowfeed.jobs.lineage.JobLineage.Dataset;
import io.nowfeed.local.lineage.GraphFormat;
import io.nowfeed.local.lineage.Lineage;
import io.nowfeed.local.lineage.RunningGraph;
import io.nowfeed.local.platform.Endpoints;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.platform.UsageException;
import io.nowfeed.sinks.lineage.Datasets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nowfeed lineage}. */
@Command(
    name = "lineage",
    description = {
      "Prints the graph that runs now: which jobs and connectors read and write which topics,"
          + " tables and files, and how many records.",
      "Exit code 0 when it is printed; 1 when no job runs that says so; 2 for wrong use.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class LineageCommand implements Callable<Integer> {
  private static final int NOTHING_RUNS = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--flink",
      paramLabel = "URL",
      description =
          "REST API of a Flink cluster, http://HOST:PORT. Without it that of the platform that runs"
              + " on --port-base, or in --data-dir.",
      showDefaultValue = Visibility.NEVER)
  private String flink;

  @Option(
      names = "--connect",
      paramLabel = "URL",
      description =
          "REST API of Kafka Connect, for the tables that Debezium captures. A running platform's"
              + " is known.",
      showDefaultValue = Visibility.NEVER)
  private String connect;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The data directory of a running platform.",
      showDefaultValue = Visibility.NEVER)
  private Path dataDir;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "" + Ports.DEFAULT_BASE,
      description = "The port base of a running platform.")
  private int portBase;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private GraphFormat format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Lineage lineage = flink == null ? platform() : cluster();
    RunningGraph graph = lineage.read();
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.format(graph));
    out.flush();
    if (graph.nodes().stream().noneMatch(node -> node.kind() == RunningGraph.Kind.JOB)) {
      spec.commandLine()
          .getErr()
          .println(
              "nowfeed: no job runs at " + graph.flink() + " that says what it reads and writes");
      return NOTHING_RUNS;
    }
    return 0;
  }

  private Lineage cluster() {
    if (dataDir != null) {
      throw new ParameterException(
          spec.commandLine(), "--flink and --data-dir exclude each other: which one is it?");
    }
    return new Lineage(
        required("--flink", flink), connect == null ? null : required("--connect", connect), null);
  }

  private Lineage platform() throws IOException {
    if (dataDir != null) {
      if (!Files.exists(dataDir.resolve(Endpoints.FILE))) {
        throw new UsageException(
            "--data-dir " + dataDir + " is no data directory of a ./nowfeed up that runs");
      }
      Endpoints endpoints = Endpoints.read(dataDir);
      return running(endpoints.flink(), endpoints.connect(), endpoints.postgres().url());
    }
    Ports ports = ports();
    return running(
        "http://127.0.0.1:" + ports.flink(),
        "http://127.0.0.1:" + ports.connect(),
        "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/postgres");
  }

  private Lineage running(String flinkUrl, String connectUrl, String jdbcUrl) {
    if (!Knock.answers(flinkUrl)) {
      throw new UsageException(
          "no platform answers at "
              + flinkUrl
              + ": start ./nowfeed up, or name a cluster with --flink http://HOST:PORT");
    }
    return new Lineage(flinkUrl, connect == null ? connectUrl : connect, database(jdbcUrl));
  }

  /** The connector looks the database up; we started it. */
  private static Dataset database(String jdbcUrl) {
    LineageDataset any = Datasets.postgres(jdbcUrl, "any");
    return new Dataset(any.namespace(), any.name().substring(0, any.name().indexOf('.')));
  }

  private String required(String option, String url) {
    String plain = url.replaceFirst("/+$", "");
    try {
      if (Knock.answers(plain)) {
        return plain;
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), option + " " + url + " must be a URL: http://HOST:PORT", e);
    }
    throw new UsageException("nobody answers at " + option + " " + url);
  }

  private Ports ports() {
    if (portBase < Ports.FIRST_BASE || portBase > Ports.LAST_BASE) {
      throw new ParameterException(
          spec.commandLine(),
          "--port-base %d must be from %d to %d"
              .formatted(portBase, Ports.FIRST_BASE, Ports.LAST_BASE));
    }
    return Ports.from(portBase);
  }
}
