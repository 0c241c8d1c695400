package io.nowfeed.local.platform;

import io.nowfeed.local.server.FlinkPaths;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the platform runs.
 *
 * @param ports where its servers listen
 * @param parallelism of the personalization job
 * @param failAfter after how many interactions of a subtask the job fails once, 0 for never
 * @param processes whether each server is a process of its own
 * @param jobSettings options of the jobs that differ from a laptop's defaults
 */
public record PlatformOptions(
    Ports ports,
    int parallelism,
    long failAfter,
    boolean processes,
    Map<String, String> jobSettings) {
  /** A laptop's. */
  public static PlatformOptions on(Ports ports) {
    return new PlatformOptions(ports, 2, 0, false, Map.of());
  }

  /** The same with each server in a process of its own. */
  public PlatformOptions inProcesses() {
    return new PlatformOptions(ports, parallelism, failAfter, true, jobSettings);
  }

  /** The same with a failure. */
  public PlatformOptions failingAfter(long interactions) {
    return new PlatformOptions(ports, parallelism, interactions, processes, jobSettings);
  }

  /** The same with every other user's lists made of popularity alone, to compare. */
  public PlatformOptions comparingArms() {
    return with("experiment.arms", "full:50,popularity:50");
  }

  /** The same with leaderboards that readers see at the next checkpoint, each once. */
  public PlatformOptions exactLeaderboards() {
    return with("popularity.delivery", "EXACTLY_ONCE");
  }

  /** The same with the archive of interactions and lists in a folder. */
  public PlatformOptions archivingTo(Path folder) {
    return with("archive.path", FlinkPaths.of(folder));
  }

  private PlatformOptions with(String key, String value) {
    Map<String, String> settings = new TreeMap<>(jobSettings);
    settings.put(key, value);
    return new PlatformOptions(ports, parallelism, failAfter, processes, settings);
  }
}
