package io.nowfeed.local.evaluate;

import static io.nowfeed.local.evaluate.Rows.HOUR;
import static io.nowfeed.local.evaluate.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Rung;
import io.nowfeed.local.evaluate.EvaluationReport.Facts;
import io.nowfeed.local.evaluate.EvaluationReport.Pass;
import io.nowfeed.local.evaluate.JobOutput.Measured;
import io.nowfeed.local.evaluate.JobOutput.Passage;
import io.nowfeed.local.replay.ReplayRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {
  private static final List<ReplayRow> ROWS =
      List.of(
          row("ben", "s0", "b", HOUR),
          row("ann", "s1", "a", HOUR),
          row("ann", "s2", "b", HOUR),
          row("ann", "s2", "c", HOUR));

  private static final Passage FINE = new Passage(4, 0, 0, 0, 0, 0);

  @Test
  void rankersStandSideBySide() {
    EvaluationReport report = report(0, FINE, new Measured(2, 1, 2, Rung.CO_VISITATION, 1));

    assertThat(report.rows())
        .extracting(ScoreRow::texts)
        .contains(
            List.of("popularity 7 d", "0.5000", "0.5000", "0.5000", "0.5000", "0.5000", "0.5000"),
            List.of("full ladder", "0.5000", "0.2500", "0.5000", "0.5000", "0.5000", "0.5000"),
            List.of("  by co-visitation", "", "", "0.5000", "", "0.5000", ""),
            List.of("  by fresh", "", "", "0.0000", "", "0.0000", ""));
    assertThat(report.rows()).hasSize(4 + 1 + Rung.values().length);
    assertThat(report.rows())
        .allSatisfy(
            row -> {
              assertThat(row.texts()).hasSameSizeAs(ScoreRow.HEADINGS);
              assertThat(row.values()).hasSameSizeAs(ScoreRow.COLUMNS);
            });
    assertThat(report.rows().get(4).values())
        .containsExactly("full ladder", 0.5, 0.25, 0.5, 0.5, 0.5, 0.5, 2L, 2L, 2L);
  }

  @Test
  void theHeadSaysWhatWasScored() {
    assertThat(report(3, FINE, new Measured(2, 1, 2, Rung.CO_VISITATION, 1)).headlines())
        .containsExactly(
            "f.csv: 9 rows, 4 events of 2 users with 3 items in 3 sessions; others left out",
            "scored: 2 events, a user's first with an item after one with another; frozen: 2 of"
                + " them, of users known before the session",
            "job: defaults, event by event in the order of event time, parallelism 1; 2 s (2 events/s),"
                + " shuffled (seed 1) 2 s",
            "3 rows stood behind one of a later time: put into its order");
  }

  @Test
  void nothingIsHidden() {
    Measured one = new Measured(2, 1, 2, Rung.CO_VISITATION, 1);
    Measured other = new Measured(3, 0, 0, null, 2);
    assertThat(report(0, FINE, one, other).warnings()).isEmpty();

    assertThat(report(0, new Passage(3, 1, 0, 0, 2, 0), one, one).warnings())
        .contains(
            "row by row: 1 of 2 scored events the job did not measure: counted as misses of its"
                + " lists",
            "row by row: 1 events the job measured that are not to be scored: left out",
            "row by row: 1 events did not come out of the enrichment",
            "row by row: 1 events came before their item",
            "shuffled: 2 events came too late for popularity in the job");
  }

  private static EvaluationReport report(long moved, Passage passage, Measured... measured) {
    EventTable events = EventTable.of(ROWS);
    Facts facts =
        new Facts(
            "f.csv",
            9,
            moved,
            events.size(),
            events.userCount(),
            events.itemCount(),
            events.sessionCount(),
            1);
    return new EvaluationReport(
        facts, pass(events, passage, measured), pass(events, passage, measured));
  }

  private static Pass pass(EventTable events, Passage passage, Measured... measured) {
    var baselines = PopularityBaselines.score(events, PopularityBaselines.WINDOWS);
    LadderScores ladder = new LadderScores(baselines);
    List.of(measured).forEach(ladder::add);
    return new Pass(baselines, ladder.complete(), passage, 2);
  }
}
