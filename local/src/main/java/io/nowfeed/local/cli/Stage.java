package io.nowfeed.local.cli;

import io.nowfeed.local.observe.Observer;
import io.nowfeed.local.platform.Platform;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * A platform that is ready, with traffic.
 *
 * @param platform its servers and jobs
 * @param session what sends events
 * @param observer what is read from the topics
 * @param stop whether Ctrl-C was pressed
 * @param clock what time it is
 * @param say prints a line
 */
record Stage(
    Platform platform,
    Session session,
    Observer observer,
    Stop stop,
    Clock clock,
    Consumer<String> say) {

  /** Ends what is under way when Ctrl-C was pressed. */
  void requireNotStopped() throws InterruptedException {
    if (stop.isAsked()) {
      throw new InterruptedException("stopped by Ctrl-C");
    }
  }
}
