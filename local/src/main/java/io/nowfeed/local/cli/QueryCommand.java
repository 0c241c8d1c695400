package io.nowfeed.local.cli;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.JobException;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableResult;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.local.platform.Endpoints;
import io.nowfeed.local.platform.Platform;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.platform.UsageException;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nowfeed query}. */
@Command(
    name = "query",
    description = {
      "Runs SQL on the local BigQuery's tables: enriched_interactions, active_users, popularity,"
          + " recommendations, relevance.",
      "Asks the platform that runs on the default ports, on those of --port-base, or on those that"
          + " --data-dir names; a directory that no platform uses is read itself.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SQL",
      description = "One statement, DuckDB's SQL: \"SELECT count(*) FROM enriched_interactions\".")
  private String sql;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The data directory of a platform, running or not.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
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
      defaultValue = "table",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private ResultFormat format;

  @Override
  public Integer call() throws Exception {
    if (dataDir == null) {
      return queryPorts();
    }
    // A platform that was killed left its endpoints behind.
    return Files.exists(dataDir.resolve(Endpoints.FILE))
            && Knock.answers(Endpoints.read(dataDir).bigquery().rest())
        ? query(Endpoints.read(dataDir).bigquery().rest())
        : queryDirectory();
  }

  private int queryPorts() throws IOException, InterruptedException {
    if (portBase < Ports.FIRST_BASE || portBase > Ports.LAST_BASE) {
      throw new ParameterException(
          spec.commandLine(),
          "--port-base %d must be from %d to %d"
              .formatted(portBase, Ports.FIRST_BASE, Ports.LAST_BASE));
    }
    String rest = "http://127.0.0.1:" + Ports.from(portBase).bigQueryRest();
    if (!Knock.answers(rest)) {
      throw new UsageException(
          "no platform answers at "
              + rest
              + ": start ./nowfeed up, or name a kept directory with --data-dir");
    }
    return query(rest);
  }

  private int queryDirectory() throws Exception {
    Path bigQuery = dataDir.resolve("bigquery");
    if (!Files.isDirectory(bigQuery)) {
      throw new UsageException(
          "--data-dir " + dataDir + " is no data directory of ./nowfeed up: it has no bigquery");
    }
    Nowfeed.logTo(dataDir.resolve("logs"));
    try (LocalBigQuery server = LocalBigQuery.start(bigQuery, 0, 0)) {
      return query(server.restEndpoint());
    }
  }

  private int query(String rest) throws IOException, InterruptedException {
    BigQuery client =
        BigQueryConnection.local(Platform.PROJECT, Platform.DATASET, null, rest).restClient();
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(sql)
            .setDefaultDataset(DatasetId.of(Platform.PROJECT, Platform.DATASET))
            .build();
    try {
      TableResult result = client.query(query);
      format.print(QueryRows.columns(result), QueryRows.of(result), spec.commandLine().getOut());
      return 0;
    } catch (BigQueryException | JobException e) {
      throw new UsageException("the query is refused: " + e.getMessage());
    }
  }
}
