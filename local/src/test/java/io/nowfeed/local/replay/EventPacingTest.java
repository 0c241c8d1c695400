package io.nowfeed.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventPacingTest {
  private final FakeClock clock = new FakeClock();

  @Test
  void gapsAreDividedByTheSpeedup() {
    EventPacing pacing = new EventPacing(100, clock);

    assertThat(pacing.delayMillis(5_000)).isZero();
    assertThat(pacing.delayMillis(505_000)).isEqualTo(5_000);
    clock.advance(4_000);
    assertThat(pacing.delayMillis(505_000)).isEqualTo(1_000);
  }

  @Test
  void whoIsBehindDoesNotWaitUntilCaughtUp() {
    EventPacing pacing = new EventPacing(10, clock);
    pacing.delayMillis(0);
    clock.advance(2_000);

    assertThat(pacing.delayMillis(10_000)).isZero();
    assertThat(pacing.delayMillis(20_000)).isZero();
    assertThat(pacing.delayMillis(30_000)).isEqualTo(1_000);
  }

  @Test
  void anEventOutOfOrderIsDue() {
    EventPacing pacing = new EventPacing(10, clock);
    pacing.delayMillis(50_000);

    assertThat(pacing.delayMillis(0)).isZero();
  }

  @Test
  void speedupsAreReadAsNumbersOrMax() {
    assertThat(ReplayOptions.parseSpeedup("50000")).isEqualTo(50_000);
    assertThat(ReplayOptions.parseSpeedup("max")).isZero();
    assertThatThrownBy(() -> ReplayOptions.parseSpeedup("fast"))
        .hasMessage("speedup 'fast' is none: write a number like 50000, or max");
    assertThatThrownBy(() -> ReplayOptions.parseSpeedup("-1")).isInstanceOf(ReplayException.class);
  }
}
