package io.nowfeed.local.evaluate;

import static io.nowfeed.local.evaluate.Rows.HOUR;
import static io.nowfeed.local.evaluate.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Rung;
import io.nowfeed.local.evaluate.JobOutput.Measured;
import java.util.List;
import org.junit.jupiter.api.Test;

class LadderScoresTest {
  /** Event 1 is scored row by row, events 2 and 3 also frozen. */
  private final LadderScores scores =
      new LadderScores(
          PopularityBaselines.score(
              EventTable.of(
                  List.of(
                      row("ann", "s1", "a", HOUR),
                      row("ann", "s1", "b", HOUR),
                      row("ann", "s2", "c", HOUR),
                      row("ann", "s2", "d", HOUR))),
              PopularityBaselines.WINDOWS));

  @Test
  void ranksAreScoredWhereTheBaselinesAre() {
    scores.add(new Measured(0, 1, 1, Rung.FRESH, 0));
    scores.add(new Measured(1, 1, 1, Rung.CO_VISITATION, 1));
    scores.add(new Measured(2, 4, 0, Rung.GLOBAL_TREND, 2));
    scores.add(new Measured(3, 0, 2, null, 3));
    scores.complete();

    assertThat(scores.rowByRow().events()).isEqualTo(3);
    assertThat(scores.rowByRow().hits()).isEqualTo(2);
    assertThat(scores.rowByRow().reciprocalRank()).isEqualTo((1 + 1 / 4.0) / 3);
    assertThat(scores.frozen().events()).isEqualTo(2);
    assertThat(scores.frozen().reciprocalRank()).isEqualTo(1 / 2.0 / 2);
    assertThat(scores.hits(Rung.CO_VISITATION)).isEqualTo(1);
    assertThat(scores.hits(Rung.GLOBAL_TREND)).isEqualTo(1);
    assertThat(scores.hits(Rung.FRESH)).isZero();
    assertThat(scores.missing()).isZero();
    assertThat(scores.unexpected()).isZero();
  }

  @Test
  void whatTheJobDidNotMeasureIsAMissAndSaid() {
    scores.add(new Measured(1, 1, 1, Rung.CO_VISITATION, 1));
    scores.complete();

    assertThat(scores.missing()).isEqualTo(2);
    assertThat(scores.rowByRow().events()).isEqualTo(3);
    assertThat(scores.rowByRow().hitRate()).isEqualTo(1 / 3.0);
    assertThat(scores.frozen().events()).isEqualTo(2);
    assertThat(scores.frozen().hits()).isZero();
  }

  @Test
  void whatIsMeasuredTwiceOrNotToBeScoredIsLeftOutAndSaid() {
    scores.add(new Measured(1, 1, 1, Rung.CO_VISITATION, 1));
    scores.add(new Measured(1, 1, 1, Rung.CO_VISITATION, 1));
    scores.add(new Measured(0, 1, 1, Rung.CO_VISITATION, 1));
    scores.complete();

    assertThat(scores.unexpected()).isEqualTo(2);
    assertThat(scores.rowByRow().hits()).isEqualTo(1);
  }

  @Test
  void aPlaceBeyondTheTenthIsAMiss() {
    scores.add(new Measured(2, 11, 11, Rung.GLOBAL_TREND, 2));
    scores.complete();

    assertThat(scores.rowByRow().hits()).isZero();
    assertThat(scores.frozen().hits()).isZero();
    assertThat(scores.hits(Rung.GLOBAL_TREND)).isZero();
  }
}
