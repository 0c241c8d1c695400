package io.nowfeed.bench.flow;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The start and the finish of a run: sources wait for the first, sinks tell of the second. So what
 * is measured begins when every task is up, and ends while all of them still live.
 */
public final class Race implements AutoCloseable {
  /** Operators come to their task as bytes, so they find the race by name, in this process. */
  private static final Map<String, Race> RACES = new ConcurrentHashMap<>();

  private final String name;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CountDownLatch finishers;

  private Race(String name, int finishers) {
    this.name = name;
    this.finishers = new CountDownLatch(finishers);
  }

  /**
   * Prepares one.
   *
   * @param finishers how many subtasks of sinks there are
   */
  public static Race prepare(String name, int finishers) {
    Race race = new Race(name, finishers);
    RACES.put(name, race);
    return race;
  }

  static Race of(String name) {
    return RACES.get(name);
  }

  CompletableFuture<Void> started() {
    return started;
  }

  void finished() {
    finishers.countDown();
  }

  /** Lets the sources begin. */
  public void start() {
    started.complete(null);
  }

  /** Whether the last watermark reached every sink within this time. */
  public boolean awaitFinish(long millis) throws InterruptedException {
    return finishers.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    RACES.remove(name);
  }
}
