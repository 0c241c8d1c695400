package io.nowfeed.local.drill;

import java.time.Duration;

/**
 * Something that is done to a server.
 *
 * @param part which one
 * @param kind what is done
 * @param lasts how long a freeze lasts, zero for a kill
 */
public record Fault(String part, Kind kind, Duration lasts) {
  /** What is done. */
  public enum Kind {
    /** SIGKILL: it is gone, and started again. */
    KILL,
    /** SIGSTOP, and SIGCONT later: it holds its connections and answers nothing. */
    FREEZE
  }

  static Fault kill(String part) {
    return new Fault(part, Kind.KILL, Duration.ZERO);
  }

  static Fault freeze(String part, Duration lasts) {
    return new Fault(part, Kind.FREEZE, lasts);
  }

  /** In a few words. */
  public String text() {
    return kind == Kind.KILL ? "kill " + part : "freeze %s %d s".formatted(part, lasts.toSeconds());
  }
}
