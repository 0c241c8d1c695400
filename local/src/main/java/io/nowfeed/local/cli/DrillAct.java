package io.nowfeed.local.cli;

import io.nowfeed.local.audit.ReportFormat;
import io.nowfeed.local.batch.BatchComparison;
import io.nowfeed.local.batch.Findings;
import io.nowfeed.local.batch.TopicExport;
import io.nowfeed.local.drill.Drill;
import io.nowfeed.local.drill.DrillPlan;
import io.nowfeed.local.drill.Felt;
import io.nowfeed.local.drill.ListWatch;
import io.nowfeed.local.kafka.KafkaAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Makes servers fail under load, then proves that nothing is missing, repeated or wrong. */
final class DrillAct implements Act {
  /** After the last fault a producer may still wait for its broker, and a job for its restart. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Boards of the last moments are still on their way. */
  private static final long SETTLED_MILLIS = 5_000;

  private static final int SHOWN = 5;

  private static final String ROW = "| %8s | %-26s | %17s |";

  private final DrillPlan plan;
  private final Duration duration;
  private final Path directory;

  /**
   * @param duration no second round of faults begins later
   * @param directory where topics are copied to, to be compared
   */
  DrillAct(DrillPlan plan, Duration duration, Path directory) {
    this.plan = plan;
    this.duration = duration;
    this.directory = directory;
  }

  @Override
  public int perform(Stage stage) throws Exception {
    String kafka = stage.platform().endpoints().kafka();
    try (ListWatch lists = ListWatch.start(kafka, stage.clock())) {
      stage.say().accept("");
      stage.say().accept(ROW.formatted("at", "fault", "lists again after"));
      stage.say().accept("|---------:|----------------------------|------------------:|");
      Drill drill = new Drill(stage.platform().processes(), lists, plan, stage.clock());
      drill.run(duration, felt -> stage.say().accept(row(felt)));
      return prove(stage, lists);
    }
  }

  private static String row(Felt felt) {
    return ROW.formatted(
        String.format(Locale.ROOT, "%d:%02d", felt.at().toMinutes(), felt.at().toSecondsPart()),
        felt.fault().text(),
        felt.listsAgain().isZero()
            ? "never stopped"
            : String.format(Locale.ROOT, "%.1f s", felt.listsAgain().toMillis() / 1e3));
  }

  private int prove(Stage stage, ListWatch lists) throws Exception {
    stage.say().accept("");
    stage.say().accept("traffic ended; waiting for the last rows");
    stage.session().close();
    FinalAudit audit =
        new FinalAudit(stage.platform(), stage.stop(), stage.clock()).await(PATIENCE);
    stage.requireNotStopped();
    Summary.of(stage, audit).forEach(stage.say());
    Findings boards = compare(stage);
    stage.say().accept("");
    List.of(
            "missing              %,d".formatted(audit.missing()),
            "repeated             %,d".formatted(audit.repeated()),
            "versions             %,d of %,d lists are not newer than one before"
                .formatted(lists.broken().size(), lists.lists()),
            "popularity           %,d rows differ from SQL, of %,d boards"
                .formatted(boards.differing(), boards(boards)))
        .forEach(line -> stage.say().accept("  " + line));
    if (audit.agrees() && lists.broken().isEmpty() && boards.differing() == 0) {
      return OK;
    }
    explain(stage, audit, lists, boards);
    return DISAGREES;
  }

  private Findings compare(Stage stage) throws IOException, SQLException {
    KafkaAccess kafka = KafkaAccess.of(stage.platform().endpoints().kafka());
    long lastEnd = TopicExport.write(kafka, directory) - SETTLED_MILLIS;
    return BatchComparison.compare(
        stage.platform().config(), directory, lastEnd, Duration.ofHours(1));
  }

  private static long boards(Findings findings) {
    return findings.windows().values().stream().mapToLong(Findings.Window::boards).sum();
  }

  private static void explain(Stage stage, FinalAudit audit, ListWatch lists, Findings boards) {
    stage.say().accept("");
    if (!audit.agrees()) {
      stage.say().accept(ReportFormat.TEXT.format(audit.report()));
    }
    lists.broken().stream().limit(SHOWN).forEach(stage.say());
    boards.differences().forEach(stage.say());
  }
}
