package io.nowfeed.local.process;

import io.nowfeed.local.server.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps parts running, as systemd or Kubernetes would: one that ends without having been asked is
 * started again.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long LOOK_MILLIS = 100;

  /** Whoever is started again waits so long before: what it held must be free. */
  private static final long PAUSE_MILLIS = 1_000;

  private final Path directory;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Thread watch = new Thread(this::watch, "supervisor");
  private volatile boolean closed;
  private long restarts;
  private String lastRestart;

  /**
   * @param directory where a file with its number is kept for each process
   */
  public Supervisor(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    watch.setDaemon(true);
    watch.start();
  }

  /**
   * Ends what a platform that was killed left over.
   *
   * @throws IOException when a process does not end
   */
  public static void stopLeftOver(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(PidFile::isOne).toList()) {
        PidFile left = new PidFile(file);
        Optional<ProcessHandle> process = left.read();
        if (process.isPresent()) {
          Processes.kill(process.get());
        }
        left.delete();
      }
    }
  }

  /** Starts a part, and from now on keeps it running. */
  public void run(Part part) throws IOException {
    start(part);
    synchronized (this) {
      parts.put(part.name(), part);
    }
  }

  /** Stops all that are left for good, each whatever became of the others. */
  public void stopAll() {
    List<Part> left;
    synchronized (this) {
      left = List.copyOf(parts.values());
    }
    for (Part part : left) {
      try {
        stop(part);
      } catch (IOException | RuntimeException e) {
        LOG.warn("{} does not stop", part.name(), e);
      }
    }
  }

  /** Stops a part for good. */
  public void stop(Part part) throws IOException {
    synchronized (this) {
      parts.remove(part.name());
    }
    part.stop();
    pidFile(part).delete();
  }

  private void start(Part part) throws IOException {
    part.start();
    pidFile(part).write(part.process());
  }

  private PidFile pidFile(Part part) {
    return PidFile.of(directory, part.name());
  }

  /** The parts that are kept running, by name. */
  public synchronized List<String> names() {
    return List.copyOf(parts.keySet());
  }

  /** Whether all parts run. */
  public synchronized boolean allAlive() {
    return parts.values().stream().allMatch(part -> part.process().isAlive());
  }

  /** The process that a part runs in now. */
  public synchronized ProcessHandle process(String name) {
    return part(name).process();
  }

  /** Kills a part as {@code kill -9} does; it is started again. */
  public void kill(String name) throws IOException {
    Signals.kill(process(name));
  }

  /** Freezes a part: it keeps its connections and answers nothing. */
  public void freeze(String name) throws IOException {
    Signals.sendToAll(process(name), Signals.STOP);
  }

  /** Ends a freeze. */
  public void thaw(String name) throws IOException {
    Signals.wake(process(name));
  }

  private Part part(String name) {
    Part part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("no part is called " + name + ", but " + parts.keySet());
    }
    return part;
  }

  /** How often a part was started again. */
  public synchronized long restarts() {
    return restarts;
  }

  /** Which part was started again last, null when none was. */
  public synchronized String lastRestart() {
    return lastRestart;
  }

  private void watch() {
    try {
      while (!closed) {
        Thread.sleep(LOOK_MILLIS);
        for (Part dead : dead()) {
          Thread.sleep(PAUSE_MILLIS);
          startAgain(dead);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Part> dead() {
    return parts.values().stream().filter(part -> !part.process().isAlive()).toList();
  }

  /** Not under the lock: a start may take long, and others are asked for meanwhile. */
  private void startAgain(Part part) {
    if (!isKept(part)) {
      return;
    }
    long before = part.process().pid();
    try {
      start(part);
      count(part);
      LOG.warn(
          "{} (process {}) ended; it runs again as {}", part.name(), before, part.process().pid());
    } catch (IOException | RuntimeException e) {
      // Whatever it is: nobody else would start the others again.
      LOG.warn("{} (process {}) ended and cannot be started; trying again", part.name(), before, e);
    }
  }

  private synchronized boolean isKept(Part part) {
    return !closed && parts.containsKey(part.name());
  }

  private synchronized void count(Part part) {
    restarts++;
    lastRestart = part.name();
  }

  /**
   * Starts nothing again from now on, and waits for what it is just starting; who stops the parts
   * calls {@link #stop}.
   */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    watch.interrupt();
    watch.join();
  }
}
