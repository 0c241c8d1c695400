package io.nowfeed.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final FakeClock clock = new FakeClock();
  private final Patience patience = new Patience(Duration.ofMinutes(2), clock, clock);

  @Test
  void itLastsWhileSomethingMoves() {
    AtomicLong progress = new AtomicLong();

    patience.await(
        () -> clock.paused() > 600_000,
        () -> progress.addAndGet(clock.millis() % 1_000 == 0 ? 1 : 0),
        () -> "never");

    assertThat(clock.paused()).isGreaterThan(600_000);
  }

  @Test
  void itEndsWithWhatWasWaitedForWhenNothingMoves() {
    assertThatThrownBy(() -> patience.await(() -> false, () -> 5, () -> "the sun has not risen"))
        .isInstanceOf(ReplayException.class)
        .hasMessage("nothing moved for 120 s: the sun has not risen");
    assertThat(clock.paused()).isBetween(120_000L, 121_000L);
  }
}
