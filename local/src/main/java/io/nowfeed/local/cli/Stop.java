package io.nowfeed.local.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, and how one waits for it. The virtual machine goes down while its hooks run, so the hook
 * waits until the command has put everything away.
 */
final class Stop {
  private static final long CLEAN_UP_SECONDS = 60;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile Runnable first = () -> {};

  /** From now on Ctrl-C asks {@code command}, which is interrupted, to stop. */
  static Stop onCtrlC(Thread command) {
    Stop stop = new Stop();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.ask(command), "ctrl-c"));
    return stop;
  }

  private void ask(Thread command) {
    if (done.getCount() == 0) {
      return;
    }
    first.run();
    asked.countDown();
    command.interrupt();
    try {
      done.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is done before anything else when asked. */
  void first(Runnable action) {
    first = action;
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits a while; ends at once when asked to stop. */
  boolean await(long millis) throws InterruptedException {
    return asked.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Everything is put away. */
  void done() {
    done.countDown();
  }
}
