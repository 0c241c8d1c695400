package io.nowfeed.local.cli;

import io.nowfeed.local.audit.ReportFormat;
import io.nowfeed.local.observe.Observation;
import io.nowfeed.local.screen.Screen;
import io.nowfeed.local.screen.StatusFeed;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows what happens until it is over, then whether every number agrees. */
final class WatchAct implements Act {
  private static final long TICK_MILLIS = 1_000;

  /** So long may nothing move before what is pending counts as lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Duration atMost;
  private final PrintWriter out;

  /**
   * @param atMost how long to run from ready, null for until Ctrl-C
   */
  WatchAct(Duration atMost, PrintWriter out) {
    this.atMost = atMost;
    this.out = out;
  }

  @Override
  public int perform(Stage stage) throws Exception {
    watch(stage);
    return finish(stage);
  }

  private void watch(Stage stage) throws InterruptedException {
    StatusFeed feed = new StatusFeed(stage.platform().endpoints(), stage.clock());
    Session session = stage.session();
    try (Screen screen = Screen.on(out, Terminal.isOne(), Terminal.columns())) {
      while (!session.isOver() && (atMost == null || feed.seconds() < atMost.toSeconds())) {
        Observation seen = stage.observer().observe();
        String incident = stage.platform().incident();
        screen.show(
            feed.next(
                seen,
                stage.platform().restarts(),
                session.describe(),
                session.problem() == null ? incident : session.problem()));
        stage.stop().await(TICK_MILLIS);
        stage.requireNotStopped();
      }
    }
  }

  private int finish(Stage stage) throws Exception {
    stage.say().accept("traffic ended; waiting for the last rows");
    stage.session().close();
    FinalAudit audit =
        new FinalAudit(stage.platform(), stage.stop(), stage.clock()).await(PATIENCE);
    stage.requireNotStopped();
    Summary.of(stage, audit).forEach(stage.say());
    if (audit.agrees()) {
      return OK;
    }
    stage.say().accept("");
    stage.say().accept(ReportFormat.TEXT.format(audit.report()));
    return DISAGREES;
  }
}
