package io.nowfeed.bigquery.local;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Failures to order, for tests. Each {@code ...Next...} strikes once; ordering it again before it
 * struck changes nothing. Several may be ordered at a time. Safe for use from any thread.
 */
public final class Faults {
  /** What strikes once. */
  enum Once {
    APPEND_REFUSED,
    APPEND_RESPONSE_LOST,
    APPEND_DUPLICATED,
    APPEND_OUT_OF_RANGE,
    STREAM_FINALIZED,
    STREAM_FORGOTTEN,
    FLUSH_FAILED_BEFORE,
    FLUSH_FAILED_AFTER
  }

  private final Set<Once> ordered = ConcurrentHashMap.newKeySet();
  private volatile boolean unavailable;
  private volatile boolean exhausted;
  private volatile Duration delay = Duration.ZERO;

  Faults() {}

  /** The next append breaks its connection with UNAVAILABLE and stores nothing. */
  public void refuseNextAppend() {
    ordered.add(Once.APPEND_REFUSED);
  }

  /** The next append is stored, then its connection breaks with UNAVAILABLE before the answer. */
  public void loseNextAppendResponse() {
    ordered.add(Once.APPEND_RESPONSE_LOST);
  }

  /**
   * The next append is stored, then the same request arrives again, as after a lost answer, and the
   * client gets the answer to the second: ALREADY_EXISTS with OFFSET_ALREADY_EXISTS. An append
   * without an offset is stored twice, as by the service.
   */
  public void duplicateNextAppend() {
    ordered.add(Once.APPEND_DUPLICATED);
  }

  /** The next append that has an offset answers OUT_OF_RANGE with OFFSET_OUT_OF_RANGE. */
  public void answerNextAppendOutOfRange() {
    ordered.add(Once.APPEND_OUT_OF_RANGE);
  }

  /**
   * The stream of the next append is finalized before the append arrives: it and all after it get
   * STREAM_FINALIZED. Passes over default streams, which cannot be finalized.
   */
  public void finalizeStreamOfNextAppend() {
    ordered.add(Once.STREAM_FINALIZED);
  }

  /**
   * The stream of the next append is gone before the append arrives, with the rows that wait in it:
   * the connection breaks with NOT_FOUND and STREAM_NOT_FOUND, and so does each that follows.
   * Passes over default streams, which last as long as their tables.
   */
  public void forgetStreamOfNextAppend() {
    ordered.add(Once.STREAM_FORGOTTEN);
  }

  /** The next flush answers INTERNAL and has no effect. */
  public void failNextFlushBeforeEffect() {
    ordered.add(Once.FLUSH_FAILED_BEFORE);
  }

  /** The next flush takes effect, then answers INTERNAL. */
  public void failNextFlushAfterEffect() {
    ordered.add(Once.FLUSH_FAILED_AFTER);
  }

  /**
   * An outage: while {@code true}, every gRPC call and every append on an open connection answers
   * UNAVAILABLE, every REST call 503. Nothing stored is lost.
   */
  public void unavailable(boolean down) {
    unavailable = down;
  }

  /**
   * A used-up quota: while {@code true}, every call of the Storage Write API answers
   * RESOURCE_EXHAUSTED and has no effect; an append inside its response, which leaves the
   * connection open. The official client repeats the other calls for minutes.
   */
  public void exhausted(boolean usedUp) {
    exhausted = usedUp;
  }

  /**
   * A slow service: appends and flushes take effect at once, their answers come this much later.
   * Answers on one connection keep their order, other connections do not wait.
   *
   * @param later zero for at once; answers that are held back already stay so
   * @throws IllegalArgumentException if it is negative
   */
  public void delay(Duration later) {
    if (later.isNegative()) {
      throw new IllegalArgumentException("An answer cannot come " + later + " later");
    }
    delay = later;
  }

  boolean isUnavailable() {
    return unavailable;
  }

  boolean isExhausted() {
    return exhausted;
  }

  Duration delay() {
    return delay;
  }

  /** Whether {@code fault} is ordered; it is then no longer. */
  boolean take(Once fault) {
    return ordered.remove(fault);
  }
}
