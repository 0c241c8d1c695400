package io.nowfeed.local.cli;

import io.nowfeed.local.batch.EveryBoard;
import io.nowfeed.local.drill.Drill;
import io.nowfeed.local.drill.DrillPlan;
import io.nowfeed.local.drill.Felt;
import io.nowfeed.local.drill.ListWatch;
import io.nowfeed.local.kafka.KafkaAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;

/** Makes servers fail under load, then proves that nothing is missing, repeated or wrong. */
final class DrillAct implements Act {
  /** After the last fault a producer may still wait for its broker, and a job for its restart. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
    try (Admin admin = KafkaAccess.of(kafka).admin()) {
      EveryBoard.keep(admin);
    }
    try (ListWatch lists = ListWatch.start(kafka, stage.clock())) {
      stage.say().accept("");
      stage.say().accept(ROW.formatted("at", "fault", "lists again after"));
      stage.say().accept("|---------:|----------------------------|------------------:|");
      Drill drill = new Drill(stage.platform().processes(), lists, plan, stage.clock());
      drill.run(duration, felt -> stage.say().accept(row(felt)));
      return prove(stage, drill, lists);
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

  private int prove(Stage stage, Drill drill, ListWatch lists) throws Exception {
    stage.say().accept("");
    drill.awaitWhole(stage.platform()::isWhole);
    stage.say().accept("everything runs again; traffic ended; waiting for the last rows");
    stage.session().close();
    FinalAudit audit =
        new FinalAudit(stage.platform(), stage.stop(), stage.clock()).await(PATIENCE);
    stage.requireNotStopped();
    lists.finish();
    Summary.of(stage, audit).forEach(stage.say());
    DrillProof proof = DrillProof.of(stage, audit, lists, directory);
    proof.lines().forEach(stage.say());
    return proof.isClean() ? OK : DISAGREES;
  }
}
