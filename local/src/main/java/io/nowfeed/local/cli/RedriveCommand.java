package io.nowfeed.local.cli;

import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.local.redrive.Redrive;
import io.nowfeed.local.redrive.RedriveOptions;
import io.nowfeed.local.redrive.RedriveSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nowfeed redrive}. */
@Command(
    name = "redrive",
    description = {
      "Puts the original keys and bytes of dead letters back on their topics, each once, however"
          + " often this is run. For when what refused them is mended.",
      "Exit code 0 when all that was asked for is back; 1 when something cannot be; 2 for wrong"
          + " use.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class RedriveCommand implements Callable<Integer> {
  private static final int NAMED = 10;

  @Spec private CommandSpec spec;

  @Mixin private ClusterFlags cluster;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = {
        "Why they are dead letters; one of: ${COMPLETION-CANDIDATES}. Without it whatever the"
            + " reason.",
        "What a table refused (REFUSED_BY_TABLE) is left out: it stands in its topic already."
      },
      showDefaultValue = Visibility.NEVER)
  private DeadLetterReason reason;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only those that failed since then: 2026-03-01T12:00:00Z, or a time ago such as 2h.",
      showDefaultValue = Visibility.NEVER)
  private String since;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Only those of this topic.",
      showDefaultValue = Visibility.NEVER)
  private String topic;

  @Option(names = "--dry-run", description = "Say how many it would be, and send nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    requireInput();
    Clock clock = Clock.systemUTC();
    long from = since == null ? 0 : instant(clock.instant()).toEpochMilli();
    ClusterFlags.Found found = cluster.find();
    RedriveOptions options = new RedriveOptions(found.kafka(), reason, from, topic, dryRun);
    RedriveSummary summary = new Redrive(options, clock).run();
    print(summary, spec.commandLine().getOut());
    return summary.lost().isEmpty() ? 0 : 1;
  }

  private void requireInput() {
    if (reason == DeadLetterReason.REFUSED_BY_TABLE) {
      throw new ParameterException(
          spec.commandLine(),
          "--reason REFUSED_BY_TABLE: these are results, which stand in their topics already and"
              + " would stand there twice; mend the table and insert their rows from there, as"
              + " docs/operations.md#redrive shows");
    }
  }

  private Instant instant(Instant now) {
    try {
      return OffsetDateTime.parse(since).toInstant();
    } catch (DateTimeParseException e) {
      return ago(now);
    }
  }

  private Instant ago(Instant now) {
    try {
      // A bare number would be taken for milliseconds.
      if (!since.isEmpty() && !Character.isDigit(since.charAt(since.length() - 1))) {
        return now.minus(TimeUtils.parseDuration(since));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrongSince(e);
    }
    throw wrongSince(null);
  }

  private ParameterException wrongSince(Exception cause) {
    return new ParameterException(
        spec.commandLine(),
        "--since " + since + " is no time: write 2026-03-01T12:00:00Z, or 2h for two hours ago",
        cause);
  }

  private void print(RedriveSummary summary, PrintWriter out) {
    out.println(headline(summary));
    if (summary.before() > 0) {
      out.println("  " + summary.before() + " were driven again before");
    }
    if (summary.fetched() > 0) {
      out.println("  " + summary.fetched() + " were cut, and whole on their topic");
    }
    summary.lost().stream().limit(NAMED).forEach(lost -> out.println("  not " + lost));
    if (summary.lost().size() > NAMED) {
      out.println("  and " + (summary.lost().size() - NAMED) + " more cannot be driven again");
    }
    if (summary.ofTable() > 0) {
      out.println(
          "  "
              + summary.ofTable()
              + " more are left out: results that a table refused; they stand in their topics"
              + " already");
    }
    if (summary.unreadable() > 0) {
      out.println("  " + summary.unreadable() + " records of the topic are no dead letters");
    }
    out.flush();
  }

  private String headline(RedriveSummary summary) {
    String asked =
        "dead letters"
            + (reason == null ? "" : " with reason " + reason)
            + (topic == null ? "" : " of " + topic)
            + (since == null ? "" : " since " + since);
    if (summary.asked() == 0) {
      return "no " + asked;
    }
    String topics =
        summary.driven().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return "%d of %d %s %s driven again%s"
        .formatted(
            summary.total(),
            summary.asked(),
            asked,
            dryRun ? "would be" : "are",
            topics.isEmpty() ? "" : ": " + topics);
  }
}
