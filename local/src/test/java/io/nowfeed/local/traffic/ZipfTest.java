package io.nowfeed.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void lowRanksAreChosenMostAndAllAreChosen() {
    int[] chosen = new int[20];
    for (int draw = 0; draw < 100_000; draw++) {
      chosen[Zipf.rank(20, random)]++;
    }

    assertThat(chosen[0]).isGreaterThan(chosen[1]).isGreaterThan(20_000);
    assertThat(chosen[1]).isGreaterThan(chosen[5]);
    assertThat(chosen[19]).isPositive();
  }

  @Test
  void oneRankIsAlwaysTheFirst() {
    assertThat(Zipf.rank(1, random)).isZero();
  }
}
