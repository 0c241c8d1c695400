package io.nowfeed.local.cli;

import io.nowfeed.local.catalog.Catalog;
import io.nowfeed.local.catalog.CatalogField;
import io.nowfeed.local.catalog.CatalogItem;
import io.nowfeed.local.catalog.CatalogMatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nowfeed catalog}. */
@Command(
    name = "catalog",
    description = {
      "What topics and tables there are, whose they are, and which fields are personal. Reads the"
          + " definitions of this version: nothing has to run.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND")
final class CatalogCommand implements Runnable {
  private static final int NOTHING_FOUND = 1;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "search",
      description = {
        "Finds topics, tables and fields by a word in their names, tags, owners, use cases and"
            + " descriptions: pii, pii:location, training, user_id.",
        "Exit code 0 when something is found; 1 when nothing is; 2 for wrong use.",
        ""
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      sortOptions = false)
  int search(
      @Parameters(paramLabel = "WORD", description = "In whatever case.") String word,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "table",
              description = "One of: ${COMPLETION-CANDIDATES}.")
          ResultFormat format)
      throws IOException {
    List<CatalogMatch> matches = Catalog.read().search(word);
    if (matches.isEmpty()) {
      return nothing(
          "nothing in the catalog has '" + word + "': ./nowfeed catalog list shows what there is");
    }
    format.print(
        List.of("field", "where", "tag", "description"),
        matches.stream().map(CatalogCommand::row).toList(),
        out());
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "list",
      description = {"Lists topics and tables, with owners and use cases.", ""},
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      sortOptions = false)
  int list(
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "table",
              description = "One of: ${COMPLETION-CANDIDATES}.")
          ResultFormat format)
      throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    for (CatalogItem item : Catalog.read().items()) {
      rows.add(
          List.of(
              item.title(),
              item.owner(),
              String.join(", ", item.useCases()),
              item.isPersonal() ? "pii" : "",
              item.description()));
    }
    format.print(List.of("where", "owner", "use cases", "tag", "description"), rows, out());
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "show",
      description = {
        "Shows all fields of a topic or table.",
        "Exit code 0 when it is there; 1 when it is not; 2 for wrong use.",
        ""
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      sortOptions = false)
  int show(
      @Parameters(paramLabel = "NAME", description = "Of a topic or table: beacons, active_users.")
          String name,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "table",
              description = "One of: ${COMPLETION-CANDIDATES}.")
          ResultFormat format)
      throws IOException {
    List<CatalogItem> items = Catalog.read().named(name);
    if (items.isEmpty()) {
      return nothing(
          "the catalog has no '" + name + "': ./nowfeed catalog list shows what there is");
    }
    List<List<Object>> rows = new ArrayList<>();
    for (CatalogItem item : items) {
      for (CatalogField field : item.fields()) {
        rows.add(row(new CatalogMatch(item, field)));
      }
    }
    format.print(List.of("field", "where", "tag", "description"), rows, out());
    return CommandLine.ExitCode.OK;
  }

  private static List<Object> row(CatalogMatch match) {
    CatalogItem item = match.item();
    return match.field() == null
        ? List.of("", item.title(), item.isPersonal() ? "pii" : "", item.description())
        : List.of(
            match.field().path(), item.title(), match.field().tag(), match.field().description());
  }

  private int nothing(String message) {
    spec.commandLine().getErr().println("nowfeed: " + message);
    return NOTHING_FOUND;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
