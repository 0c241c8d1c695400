package io.nowfeed.local.cli;

import io.nowfeed.events.Topics;
import io.nowfeed.local.observe.Observation;
import java.util.List;

/** The user's own producers send. */
final class NoTraffic implements Session {
  @Override
  public void prepare() {}

  @Override
  public void start() {}

  @Override
  public String describe() {
    return "yours: produce to beacons, interactions and content, write users by SQL";
  }

  @Override
  public String problem() {
    return null;
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public long interactionsSent() {
    return -1;
  }

  @Override
  public List<String> summary(Observation seen) {
    return List.of(
        "beacons seen         " + seen.of(Topics.BEACONS),
        "interactions seen    " + seen.of(Topics.INTERACTIONS));
  }

  @Override
  public void close() {}
}
