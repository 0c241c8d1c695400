package io.nowfeed.local.platform;

import io.nowfeed.local.process.Supervisor;

/** The servers of a platform, wherever they run; to close them is to stop them, jobs first. */
interface Servers extends AutoCloseable {
  /** Where everything is reached. */
  Endpoints endpoints();

  /** The jobs on the Flink cluster. */
  Jobs jobs();

  /** How often each job makes a checkpoint, as Flink writes durations. */
  String checkpointInterval();

  /**
   * The processes of the servers.
   *
   * @throws IllegalStateException when they have none of their own
   */
  Supervisor processes();

  /** Whether all that belongs to it is there, and all jobs run whole. */
  boolean areWhole() throws InterruptedException;

  /** Starts nothing again from now on: what ends now has been asked to. */
  void leaveAlone();

  /** What happened to a server that the user should see, null for nothing. */
  String incident();

  @Override
  void close();
}
