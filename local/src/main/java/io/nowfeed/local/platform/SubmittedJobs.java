package io.nowfeed.local.platform;

import io.nowfeed.local.process.FlinkCommand;
import io.nowfeed.local.process.FlinkRest;
import io.nowfeed.local.server.Checkpoints;
import io.nowfeed.local.server.FlinkPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that were submitted with the fat jar to a cluster of separate processes. */
final class SubmittedJobs implements Jobs, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SubmittedJobs.class);
  private static final Duration CANCEL = Duration.ofSeconds(20);
  private static final Set<String> ENDED = Set.of("CANCELED", "FAILED", "FINISHED");
  private static final long LOOK_MILLIS = 100;

  private final FlinkCommand flink;
  private final FlinkRest rest;
  private final Path directory;
  private final Map<String, String> ids = new ConcurrentHashMap<>();
  private final Map<String, Boolean> restored = new ConcurrentHashMap<>();
  private long lastRestarts;

  /**
   * @param directory of the cluster
   */
  SubmittedJobs(FlinkCommand flink, FlinkRest rest, Path directory) {
    this.flink = flink;
    this.rest = rest;
    this.directory = directory;
  }

  @Override
  public void submit(LocalJob job) throws IOException, InterruptedException {
    Path checkpoints = directory.resolve(job.name());
    Optional<Path> last = Checkpoints.last(checkpoints);
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-p", String.valueOf(job.parallelism())));
    options.add("-Dexecution.checkpointing.dir=" + FlinkPaths.of(checkpoints));
    if (last.isPresent()) {
      options.addAll(List.of("-s", FlinkPaths.of(last.get()), "-rm", "CLAIM"));
    }
    ids.put(job.name(), flink.run(job.main(), options, List.of("--config", write(job).toString())));
    restored.put(job.name(), last.isPresent());
  }

  /** As a user's own file: readable by nobody else, because it may hold secrets. */
  private Path write(LocalJob job) throws IOException {
    Path file = directory.resolve(job.name() + ".properties");
    Properties properties = new Properties();
    properties.putAll(job.settings());
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, job.main().getName());
    }
    return file;
  }

  @Override
  public boolean isRunning(String job) throws InterruptedException {
    try {
      return rest.runsWhole(ids.get(job));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean allRun() throws InterruptedException {
    for (String job : ids.keySet()) {
      if (!isRunning(job)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long completedCheckpoints(String job) throws InterruptedException {
    try {
      return rest.completedCheckpoints(ids.get(job));
    } catch (IOException e) {
      return 0;
    }
  }

  /** A new JobManager counts anew, but for the checkpoint that it went back to. */
  @Override
  public synchronized long restarts() throws InterruptedException {
    long all = 0;
    try {
      for (Map.Entry<String, String> job : ids.entrySet()) {
        all += rest.restores(job.getValue()) - (restored.get(job.getKey()) ? 1 : 0);
      }
    } catch (IOException e) {
      return lastRestarts;
    }
    lastRestarts = Math.max(lastRestarts, all);
    return lastRestarts;
  }

  /** Cancels all jobs, whose last checkpoints are kept, and waits until they have ended. */
  @Override
  public void close() throws InterruptedException {
    long deadline = System.nanoTime() + CANCEL.toNanos();
    Set<String> left = new HashSet<>(ids.values());
    Set<String> asked = new HashSet<>();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      left.removeIf(id -> hasEnded(id, asked));
      Thread.sleep(LOOK_MILLIS);
    }
    left.forEach(id -> LOG.warn("job {} does not end; it is left to the cluster", id));
  }

  /** A JobManager that just took over refuses at first, so it is asked until it takes it. */
  private boolean hasEnded(String id, Set<String> asked) {
    try {
      if (!asked.contains(id)) {
        rest.cancel(id);
        asked.add(id);
      }
      return ENDED.contains(rest.state(id));
    } catch (IOException e) {
      LOG.debug("job {} cannot be asked", id, e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
