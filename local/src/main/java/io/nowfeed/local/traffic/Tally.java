package io.nowfeed.local.traffic;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Counts while the simulator runs. Thread-safe. */
final class Tally {
  final LongAdder beacons = new LongAdder();
  final LongAdder interactions = new LongAdder();
  final LongAdder contentPublished = new LongAdder();
  final LongAdder contentWithdrawn = new LongAdder();
  final LongAdder usersInserted = new LongAdder();
  final LongAdder usersUpdated = new LongAdder();
  final LongAdder usersDeleted = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicReference<String> firstProblem = new AtomicReference<>();

  /** Counts a failure; the first one's text is kept, for the others mostly follow from it. */
  void failed(String what, Exception cause) {
    failures.increment();
    firstProblem.compareAndSet(null, what + ": " + cause.getMessage());
  }

  /** The first failure's text, or null. */
  String firstProblem() {
    return firstProblem.get();
  }

  SimulatorCounts counts() {
    return new SimulatorCounts(
        beacons.sum(),
        interactions.sum(),
        contentPublished.sum(),
        contentWithdrawn.sum(),
        usersInserted.sum(),
        usersUpdated.sum(),
        usersDeleted.sum(),
        failures.sum());
  }
}
