package io.nowfeed.local.platform;

import io.nowfeed.jobs.config.InvalidConfigException;
import java.io.IOException;

/** The jobs on the platform's Flink cluster. */
interface Jobs {
  /**
   * Submits a job, which goes on from its last checkpoint when there is one.
   *
   * @throws IOException with Flink's words when it refuses
   * @throws InvalidConfigException when its settings cannot be used
   */
  void submit(LocalJob job) throws IOException, InterruptedException, InvalidConfigException;

  /** Whether a job runs; not while it cannot be asked. */
  boolean isRunning(String job) throws InterruptedException;

  /** Whether all that were submitted run. */
  boolean allRun() throws InterruptedException;

  /** How many checkpoints a job has completed since it was submitted; 0 while unknown. */
  long completedCheckpoints(String job) throws InterruptedException;

  /** How often jobs went back to a checkpoint since they were submitted. */
  long restarts() throws InterruptedException;
}
