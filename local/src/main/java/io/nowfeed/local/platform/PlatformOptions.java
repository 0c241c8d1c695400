package io.nowfeed.local.platform;

import java.util.Map;

/**
 * How the platform runs.
 *
 * @param ports where its servers listen
 * @param parallelism of the personalization job
 * @param failAfter after how many interactions of a subtask the job fails once, 0 for never
 * @param jobSettings options of the jobs that differ from a laptop's defaults
 */
public record PlatformOptions(
    Ports ports, int parallelism, long failAfter, Map<String, String> jobSettings) {
  /** A laptop's. */
  public static PlatformOptions on(Ports ports) {
    return new PlatformOptions(ports, 2, 0, Map.of());
  }

  /** The same with a failure. */
  public PlatformOptions failingAfter(long interactions) {
    return new PlatformOptions(ports, parallelism, interactions, jobSettings);
  }

  /** The same with every other user's lists made of popularity alone, to compare. */
  public PlatformOptions comparingArms() {
    return new PlatformOptions(
        ports, parallelism, failAfter, Map.of("experiment.arms", "full:50,popularity:50"));
  }
}
