package io.nowfeed.sinks.bigquery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes on a thread of its own what may take longer than a task has. */
final class BoundedClose {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedClose.class);

  private BoundedClose() {}

  /** Waits at most this long, or until interrupted; closing goes on in the background. */
  static void run(AutoCloseable resource, String name, Duration atMost) {
    CountDownLatch closed = new CountDownLatch(1);
    Thread closer = new Thread(() -> close(resource, name, closed), "close " + name);
    closer.setDaemon(true);
    closer.start();
    try {
      if (!closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} is not closed after {}; leaving it to close in the background", name, atMost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable resource, String name, CountDownLatch closed) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("{} did not close cleanly", name, e);
    } finally {
      closed.countDown();
    }
  }
}
