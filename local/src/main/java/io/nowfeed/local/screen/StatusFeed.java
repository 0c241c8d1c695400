package io.nowfeed.local.screen;

import io.nowfeed.events.Topics;
import io.nowfeed.local.observe.Observation;
import io.nowfeed.local.platform.Endpoints;
import java.time.Clock;

/** Makes a status of each observation. */
public final class StatusFeed {
  private final Endpoints endpoints;
  private final Clock clock;
  private final long startedAt;
  private final Rate in = new Rate();
  private final Rate out = new Rate();

  /** A feed that begins now. */
  public StatusFeed(Endpoints endpoints, Clock clock) {
    this.endpoints = endpoints;
    this.clock = clock;
    this.startedAt = clock.millis();
  }

  /** Seconds since it began. */
  public long seconds() {
    return (clock.millis() - startedAt) / 1000;
  }

  /** The next status. */
  public Status next(Observation seen, long restarts, String traffic, String problem) {
    long now = clock.millis();
    return new Status(
        seconds(),
        endpoints,
        seen,
        in.next(seen.of(Topics.BEACONS) + seen.of(Topics.INTERACTIONS), now),
        out.next(seen.of(Topics.RECOMMENDATIONS), now),
        restarts,
        traffic,
        problem);
  }
}
