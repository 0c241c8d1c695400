package io.nowfeed.local.platform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts parts side by side, and closes those that started, in an order that loses nothing. */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  /** Who uses another is closed before it. */
  private static final List<String> CLOSING_ORDER =
      List.of("Flink", "ZooKeeper", "Kafka Connect", "BigQuery", "Kafka", "Postgres");

  private static final long STOP_SECONDS = 30;

  private final StartProgress progress;
  private final ExecutorService starters = Executors.newCachedThreadPool(Parts::daemon);
  private final List<Part> started = new ArrayList<>();

  Parts(StartProgress progress) {
    this.progress = progress;
  }

  private record Part(String name, AutoCloseable server) {}

  private static Thread daemon(Runnable start) {
    Thread thread = new Thread(start, "start");
    thread.setDaemon(true);
    return thread;
  }

  <T extends AutoCloseable> Future<T> start(String name, Callable<T> start) {
    long begin = System.nanoTime();
    return starters.submit(
        () -> {
          T server = start.call();
          register(new Part(name, server));
          progress.started(name, (System.nanoTime() - begin) / 1e9);
          return server;
        });
  }

  private synchronized void register(Part part) {
    started.add(part);
  }

  <T> T await(Future<T> start) throws IOException, InterruptedException {
    try {
      return start.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof UsageException usage) {
        throw usage;
      }
      throw new IOException(e.getCause().toString(), e.getCause());
    }
  }

  /** Waits for parts that are still starting, then closes all. */
  @Override
  public void close() {
    starters.shutdown();
    try {
      if (!starters.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a part still starts; it is left alone");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeAll();
  }

  private synchronized void closeAll() {
    started.sort(Comparator.comparingInt(part -> CLOSING_ORDER.indexOf(part.name)));
    for (Part part : started) {
      try {
        part.server.close();
      } catch (Exception e) {
        LOG.warn("{} does not stop cleanly", part.name, e);
      }
    }
    started.clear();
  }
}
