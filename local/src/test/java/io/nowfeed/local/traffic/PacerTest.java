package io.nowfeed.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
  private final SteppingClock clock = new SteppingClock();

  @Test
  void aRateIsKeptOverManySmallSteps() {
    Pacer pacer = new Pacer(33, clock);
    int sent = 0;
    for (int step = 0; step < 1_000; step++) {
      clock.advance(10);
      sent += pacer.due();
    }

    assertThat(sent).isBetween(329, 331);
  }

  @Test
  void whoWasHeldUpCatchesUpByNoMoreThanASecond() {
    Pacer pacer = new Pacer(100, clock);
    clock.advance(60_000);

    assertThat(pacer.due()).isEqualTo(100);
    assertThat(pacer.due()).isZero();
  }

  @Test
  void ratesBelowOnePerSecondComeToTheirTurn() {
    Pacer pacer = new Pacer(0.25, clock);
    clock.advance(3_900);
    assertThat(pacer.due()).isZero();
    clock.advance(200);
    assertThat(pacer.due()).isEqualTo(1);
  }

  @Test
  void aClockThatIsSetBackOwesNothing() {
    Pacer pacer = new Pacer(100, clock);
    clock.advance(-5_000);

    assertThat(pacer.due()).isZero();
  }
}
