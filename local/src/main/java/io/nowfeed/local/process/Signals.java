package io.nowfeed.local.process;

import java.io.IOException;

/** Signals that Java has no word for. */
final class Signals {
  /** Ends at once: nothing is put away. */
  static final String KILL = "KILL";

  /** Freezes: the process holds its sockets and files, and does nothing. */
  static final String STOP = "STOP";

  /** Ends a freeze. */
  static final String CONTINUE = "CONT";

  private Signals() {}

  /** Sends a signal; to a process that is gone, nothing. */
  static void send(ProcessHandle process, String signal) throws IOException {
    if (!process.isAlive()) {
      return;
    }
    Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
    try {
      kill.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending SIG" + signal, e);
    }
  }
}
