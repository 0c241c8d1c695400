package io.nowfeed.local.replay;

import io.nowfeed.local.traffic.StopSignal;

/** Lets time pass. */
@FunctionalInterface
interface Pause {
  /**
   * Waits.
   *
   * @throws ReplayStoppedException as soon as the replay is told to stop
   */
  void forMillis(long millis);

  /** A pause that {@code signal} ends. */
  static Pause endedBy(StopSignal signal) {
    return millis -> {
      if (signal.await(millis)) {
        throw new ReplayStoppedException();
      }
    };
  }
}
