package io.nowfeed.local.cli;

import io.nowfeed.local.observe.Observation;
import io.nowfeed.local.traffic.Simulator;
import io.nowfeed.local.traffic.SimulatorCounts;
import java.util.List;
import java.util.Locale;

/** Simulated phones and their backend send. */
final class SimulatedTraffic implements Session {
  private final Simulator simulator;
  private final double rate;

  SimulatedTraffic(Simulator simulator, double rate) {
    this.simulator = simulator;
    this.rate = rate;
  }

  @Override
  public void prepare() {
    simulator.prepare();
  }

  @Override
  public void start() {
    simulator.start();
  }

  @Override
  public String describe() {
    SimulatorCounts counts = simulator.counts();
    return String.format(
        Locale.ROOT,
        "%,.0f interactions/s simulated; users by SQL: %,d inserted, %,d updated, %,d deleted",
        rate,
        counts.usersInserted(),
        counts.usersUpdated(),
        counts.usersDeleted());
  }

  @Override
  public String problem() {
    return simulator.lastProblem();
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public long interactionsSent() {
    return simulator.counts().interactions();
  }

  @Override
  public List<String> summary(Observation seen) {
    SimulatorCounts counts = simulator.counts();
    return List.of(
        "beacons sent         " + counts.beacons(),
        "interactions sent    " + counts.interactions(),
        "content published    " + counts.contentPublished(),
        "users written        "
            + counts.usersInserted()
            + " inserted, "
            + counts.usersUpdated()
            + " updated, "
            + counts.usersDeleted()
            + " deleted");
  }

  @Override
  public void close() {
    simulator.close();
  }
}
