package io.nowfeed.local.cli;

import io.nowfeed.sinks.bigquery.BigQueryTables;
import io.nowfeed.sinks.bigquery.BigQueryViews;
import io.nowfeed.sinks.bigquery.TableDifference;
import io.nowfeed.sinks.bigquery.TableSync;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nowfeed tables}. */
@Command(
    name = "tables",
    description = {
      "Nowfeed's tables and views in BigQuery, Google's or a local one.",
      "Exit code 0 when they are as defined; 1 when something differs; 2 for wrong use.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND")
final class TablesCommand implements Runnable {
  private static final int DIFFERS = 1;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "diff",
      description = {
        "Says what differs between BigQuery and what Nowfeed defines, and changes nothing.",
        "Exit code 0 when nothing does; 1 when something does; 2 for wrong use.",
        ""
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      sortOptions = false)
  int diff(@Mixin BigQueryFlags bigQuery) throws IOException {
    return print(new TableSync(bigQuery.find()).diff());
  }

  @Command(
      name = "create",
      description = {
        "Creates what is missing: the dataset, tables, views; columns that may be NULL,"
            + " descriptions, labels. Gives a view the query that is defined. Takes nothing away,"
            + " and rewrites no row.",
        "Exit code 0 when all is as defined; 1 when something still differs; 2 for wrong use.",
        ""
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      sortOptions = false)
  int create(
      @Mixin BigQueryFlags bigQuery,
      @Option(
              names = "--location",
              paramLabel = "LOCATION",
              defaultValue = "US",
              description = "Where a dataset that is missing is created, such as EU.")
          String location)
      throws IOException {
    TableSync.Result result = new TableSync(bigQuery.find()).create(location);
    result.done().forEach(out()::println);
    return print(result.left());
  }

  private int print(List<TableDifference> differences) {
    for (TableDifference difference : differences) {
      out().println(difference.text());
    }
    if (differences.isEmpty()) {
      out()
          .printf(
              "%d tables and %d views are as defined%n",
              BigQueryTables.NAMES.size(), BigQueryViews.NAMES.size());
    }
    out().flush();
    return differences.isEmpty() ? CommandLine.ExitCode.OK : DIFFERS;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
