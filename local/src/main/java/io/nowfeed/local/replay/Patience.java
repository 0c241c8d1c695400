package io.nowfeed.local.replay;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Waits as long as anything moves. */
final class Patience {
  private static final long STEP_MILLIS = 20;

  private final Duration limit;
  private final Clock clock;
  private final Pause pause;

  /**
   * A patience.
   *
   * @param limit how long nothing may move
   */
  Patience(Duration limit, Clock clock, Pause pause) {
    this.limit = limit;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Waits.
   *
   * @param reached asked again and again
   * @param progress a number that changes while there is hope
   * @param what is waited for, for the error text
   * @throws ReplayException when nothing moved for too long
   */
  void await(BooleanSupplier reached, LongSupplier progress, Supplier<String> what) {
    long movedAt = clock.millis();
    long mark = progress.getAsLong();
    while (!reached.getAsBoolean()) {
      pause.forMillis(STEP_MILLIS);
      long now = progress.getAsLong();
      if (now != mark) {
        mark = now;
        movedAt = clock.millis();
      } else if (clock.millis() - movedAt > limit.toMillis()) {
        throw new ReplayException("nothing moved for " + limit.toSeconds() + " s: " + what.get());
      }
    }
  }
}
