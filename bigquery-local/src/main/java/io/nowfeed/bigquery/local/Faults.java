package io.nowfeed.bigquery.local;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Failures to order, for tests. Each {@code ...Next...} strikes once; ordering it again before it
 * struck changes nothing. Safe for use from any thread.
 */
public final class Faults {
  private final AtomicBoolean appendRefused = new AtomicBoolean();
  private final AtomicBoolean appendResponseLost = new AtomicBoolean();
  private final AtomicBoolean flushFailedBefore = new AtomicBoolean();
  private final AtomicBoolean flushFailedAfter = new AtomicBoolean();
  private final AtomicBoolean unavailable = new AtomicBoolean();

  Faults() {}

  /** The next append breaks its connection with UNAVAILABLE and stores nothing. */
  public void refuseNextAppend() {
    appendRefused.set(true);
  }

  /** The next append is stored, then its connection breaks with UNAVAILABLE before the answer. */
  public void loseNextAppendResponse() {
    appendResponseLost.set(true);
  }

  /** The next flush answers INTERNAL and has no effect. */
  public void failNextFlushBeforeEffect() {
    flushFailedBefore.set(true);
  }

  /** The next flush takes effect, then answers INTERNAL. */
  public void failNextFlushAfterEffect() {
    flushFailedAfter.set(true);
  }

  /**
   * An outage: while {@code true}, every gRPC call and every append on an open connection answers
   * UNAVAILABLE, every REST call 503. Nothing stored is lost.
   */
  public void unavailable(boolean down) {
    unavailable.set(down);
  }

  boolean isUnavailable() {
    return unavailable.get();
  }

  boolean takeAppendRefused() {
    return appendRefused.getAndSet(false);
  }

  boolean takeAppendResponseLost() {
    return appendResponseLost.getAndSet(false);
  }

  boolean takeFlushFailedBefore() {
    return flushFailedBefore.getAndSet(false);
  }

  boolean takeFlushFailedAfter() {
    return flushFailedAfter.getAndSet(false);
  }
}
