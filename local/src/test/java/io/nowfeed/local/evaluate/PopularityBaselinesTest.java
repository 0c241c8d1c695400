package io.nowfeed.local.evaluate;

import static io.nowfeed.local.evaluate.Rows.DAY;
import static io.nowfeed.local.evaluate.Rows.HOUR;
import static io.nowfeed.local.evaluate.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nowfeed.events.Action;
import io.nowfeed.local.evaluate.PopularityBaseline.Window;
import io.nowfeed.local.replay.ReplayRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PopularityBaselinesTest {
  private static final List<Window> ALL_TIME = List.of(new Window("all", null));
  private static final List<Window> ONE_DAY = List.of(new Window("1 d", Duration.ofDays(1)));

  @Test
  void whatIsPopularIsAHit() {
    var scores =
        score(
            ALL_TIME,
            row("ann", "s1", "a", HOUR),
            row("ben", "s2", "a", 2 * HOUR),
            row("ben", "s2", "b", 2 * HOUR),
            row("eve", "s3", "c", 3 * HOUR),
            row("eve", "s4", "b", 4 * HOUR));

    assertThat(scores.scored()).isEqualTo(bits(2, 4));
    assertThat(scores.scoredFrozen()).isEqualTo(bits(4));
    // b was never bought before ben did; for eve a is before b, and c is hers.
    assertThat(scores.rowByRow().get(0).hits()).isEqualTo(1);
    assertThat(scores.rowByRow().get(0).reciprocalRank()).isEqualTo(1 / 2.0 / 2);
    assertThat(scores.frozen().get(0).reciprocalRank()).isEqualTo(1 / 2.0);
  }

  @Test
  void tiesCountHalf() {
    var scores =
        score(
            ALL_TIME,
            row("ann", "s1", "a", HOUR),
            row("ben", "s2", "b", HOUR),
            row("eve", "s3", "c", HOUR),
            row("eve", "s4", "a", HOUR));

    assertThat(scores.rowByRow().get(0).events()).isEqualTo(1);
    assertThat(scores.rowByRow().get(0).reciprocalRank()).isEqualTo(1 / 1.5);
  }

  @Test
  void aTieBeyondTheTenthPlaceIsAMiss() {
    List<ReplayRow> rows = new ArrayList<>();
    for (int item = 0; item < 20; item++) {
      rows.add(row("u" + item, "s" + item, "i" + item, HOUR));
    }
    rows.add(row("ann", "a1", "mine", HOUR));
    rows.add(row("ann", "a2", "i0", HOUR));

    assertThat(score(ALL_TIME, rows).rowByRow().get(0).hits()).isZero();
    assertThat(score(ALL_TIME, rows).frozen().get(0).hits()).isZero();
    assertThat(score(ALL_TIME, rows.subList(1, 22)).rowByRow().get(0).hits()).isZero();
    rows.remove(1);
    assertThat(score(ALL_TIME, rows).rowByRow().get(0).reciprocalRank()).isEqualTo(1 / 10.0);
    assertThat(score(ALL_TIME, rows).frozen().get(0).reciprocalRank()).isEqualTo(1 / 10.0);
  }

  @Test
  void whatIsOutOfTheWindowDoesNotCount() {
    var scores =
        score(
            ONE_DAY,
            row("ann", "s1", "a", HOUR),
            row("ben", "s2", "b", 2 * HOUR),
            row("eve", "s3", "c", 3 * HOUR),
            row("eve", "s4", "a", HOUR + DAY),
            row("eve", "s4", "b", HOUR + DAY));

    assertThat(scores.rowByRow().get(0).events()).isEqualTo(2);
    assertThat(scores.rowByRow().get(0).hits()).isEqualTo(1);
    assertThat(scores.frozen().get(0).hits()).isEqualTo(1);
  }

  @Test
  void whatIsOnlyShownIsNeitherScoredNorCounted() {
    var scores =
        score(
            ALL_TIME,
            row("ann", "s1", "a", HOUR, Action.IMPRESSION),
            row("ann", "s1", "b", HOUR),
            row("ann", "s1", "c", HOUR, Action.IMPRESSION),
            row("ann", "s1", "a", HOUR));

    assertThat(scores.scored()).isEqualTo(bits(3));
    assertThat(scores.rowByRow().get(0).hits()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ranksAreThoseOfANaiveModel(long seed) {
    Random random = new Random(seed);
    List<ReplayRow> rows = new ArrayList<>();
    long ts = DAY;
    for (int event = 0; event < 3_000; event++) {
      int user = random.nextInt(20);
      int item = (int) Math.abs(random.nextGaussian() * 25);
      int session = event / 60;
      Action action = random.nextInt(10) == 0 ? Action.IMPRESSION : Action.CLICK;
      rows.add(row("u" + user, "s" + user + "-" + session, "i" + item, ts, action));
      ts += random.nextInt(3) * HOUR / 4;
    }

    for (Window window : PopularityBaselines.WINDOWS) {
      var scores = score(List.of(window), rows);
      NaivePopularity naive = NaivePopularity.of(rows, window.length());

      assertThat(scores.scored()).isEqualTo(naive.scored);
      assertThat(scores.scoredFrozen()).isEqualTo(naive.scoredFrozen);
      assertSame(scores.rowByRow().get(0), naive.rowByRow);
      assertSame(scores.frozen().get(0), naive.frozen);
      assertThat(scores.rowByRow().get(0).hits()).isPositive();
    }
  }

  private static void assertSame(Score score, Score expected) {
    assertThat(score.events()).isEqualTo(expected.events());
    assertThat(score.hits()).isEqualTo(expected.hits());
    assertThat(score.reciprocalRank()).isCloseTo(expected.reciprocalRank(), within(1e-12));
  }

  private static PopularityBaselines.Scores score(List<Window> windows, ReplayRow... rows) {
    return score(windows, List.of(rows));
  }

  private static PopularityBaselines.Scores score(List<Window> windows, List<ReplayRow> rows) {
    return PopularityBaselines.score(EventTable.of(rows), windows);
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }
}
