package io.nowfeed.local.cli;

import io.nowfeed.local.platform.Platform;
import io.nowfeed.local.replay.Replay;
import io.nowfeed.local.replay.ReplayOptions;
import io.nowfeed.local.traffic.Simulator;
import io.nowfeed.local.traffic.SimulatorOptions;
import java.time.Clock;
import java.util.function.BiFunction;

/**
 * Who sends events.
 *
 * @param open makes the sender, once the platform's servers are there
 * @param replays whether event time is long past
 * @param sends whether recommendations are to be expected
 */
record TrafficChoice(BiFunction<Platform, Clock, Session> open, boolean replays, boolean sends) {

  static TrafficChoice none() {
    return new TrafficChoice((platform, clock) -> new NoTraffic(), false, false);
  }

  static TrafficChoice simulated(SimulatorOptions options) {
    return new TrafficChoice(
        (platform, clock) ->
            new SimulatedTraffic(new Simulator(platform.target(), options, clock), options.rate()),
        false,
        true);
  }

  static TrafficChoice replayed(ReplayOptions options) {
    return new TrafficChoice(
        (platform, clock) ->
            new ReplayedTraffic(
                new Replay(platform.target(), options, clock),
                String.valueOf(options.file().getFileName())),
        true,
        true);
  }

  /** Whether phones show what is recommended, so that lists can be compared. */
  boolean simulates() {
    return sends && !replays;
  }
}
