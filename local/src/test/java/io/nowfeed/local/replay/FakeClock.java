package io.nowfeed.local.replay;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves when told, and a pause that moves it. */
final class FakeClock extends Clock implements Pause {
  private long now = 1_000_000;
  private long paused;

  /** How long all pauses were together. */
  long paused() {
    return paused;
  }

  void advance(long millis) {
    now += millis;
  }

  @Override
  public void forMillis(long millis) {
    now += millis;
    paused += millis;
  }

  @Override
  public long millis() {
    return now;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
