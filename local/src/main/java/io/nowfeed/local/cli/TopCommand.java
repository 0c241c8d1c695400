package io.nowfeed.local.cli;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Measure;
import io.nowfeed.events.RankedContent;
import io.nowfeed.jobs.flow.SegmentName;
import io.nowfeed.local.leaderboard.BoardFinder;
import io.nowfeed.local.leaderboard.BoardTable;
import io.nowfeed.local.leaderboard.NoBoardException;
import io.nowfeed.local.leaderboard.Places;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nowfeed top}. */
@Command(
    name = "top",
    description = {
      "Prints what is popular now: the current leaderboard of a segment and window, from the topic.",
      "Exit code 0 when it is printed; 1 when there is no such board; 2 for wrong use.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class TopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ClusterFlags cluster;

  @Option(
      names = "--segment",
      paramLabel = "SEGMENT",
      defaultValue = SegmentName.GLOBAL,
      description = "Where: global, country=GB, \"language=en,category=sport\".")
  private String segment;

  @Option(
      names = "--window",
      paramLabel = "WINDOW",
      description = "In how long: 1m, 30m, 24h. Without it the shortest there is.",
      showDefaultValue = Visibility.NEVER)
  private String window;

  @Option(
      names = "--by",
      paramLabel = "MEASURE",
      defaultValue = Places.SCORE,
      description = "Ranked by score, or by a measure of popularity.top-by: likes, shares.")
  private String by;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "So many places. Without it all that the board has.",
      showDefaultValue = Visibility.NEVER)
  private Integer top;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private ResultFormat format;

  @Override
  public Integer call() throws IOException {
    requireValid();
    BoardFinder finder = new BoardFinder(cluster.find().kafka());
    try {
      Leaderboard board = finder.find(segment, window);
      List<RankedContent> places = Places.of(board, by, top == null ? Integer.MAX_VALUE : top);
      print(board, places, spec.commandLine().getOut());
      return 0;
    } catch (NoBoardException e) {
      spec.commandLine().getErr().println("nowfeed: " + e.getMessage());
      return 1;
    }
  }

  private void print(Leaderboard board, List<RankedContent> places, PrintWriter out)
      throws IOException {
    boolean people = format == ResultFormat.TABLE;
    if (people) {
      out.println(BoardTable.headline(board, by, Clock.systemUTC().instant()));
    }
    BoardTable table =
        people ? BoardTable.forPeople(places) : BoardTable.forPrograms(board, by, places);
    format.print(table.columns(), table.rows(), out);
  }

  private void requireValid() {
    List<String> known =
        Stream.concat(Stream.of(Places.SCORE), Stream.of(Measure.values()).map(Measure::wireName))
            .toList();
    if (!known.contains(by)) {
      throw new ParameterException(
          spec.commandLine(),
          "--by " + by + " is no measure: known are " + String.join(", ", known));
    }
    if (top != null && top < 1) {
      throw new ParameterException(spec.commandLine(), "--top " + top + " must be 1 or more");
    }
  }
}
