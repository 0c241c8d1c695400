package io.nowfeed.local.process;

import java.io.IOException;

/** A server in a process of its own, which may die and be started again. */
public interface Part {
  /** How it is called in files, commands and reports, such as {@code taskmanager-1}. */
  String name();

  /**
   * Starts the process, and does not wait until it serves.
   *
   * @throws IOException when it cannot be started
   */
  void start() throws IOException;

  /** The process that was started last. */
  ProcessHandle process();

  /**
   * Asks the process to end, and waits until it has.
   *
   * @throws IOException when it does not
   */
  void stop() throws IOException;
}
