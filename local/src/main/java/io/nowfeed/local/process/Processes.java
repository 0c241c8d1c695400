package io.nowfeed.local.process;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes that somebody else started. */
final class Processes {
  private static final long GENTLE_SECONDS = 10;
  private static final long FORCED_SECONDS = 15;

  private Processes() {}

  /**
   * Asks a process to end, and after a while makes it.
   *
   * @throws IOException when it is still there
   */
  static void end(ProcessHandle process) throws IOException {
    process.destroy();
    if (!ended(process, GENTLE_SECONDS)) {
      kill(process);
    }
  }

  /**
   * Ends a process at once.
   *
   * @throws IOException when it is still there
   */
  static void kill(ProcessHandle process) throws IOException {
    process.destroyForcibly();
    if (!ended(process, FORCED_SECONDS)) {
      throw new IOException("process " + process.pid() + " does not end, not even by kill -9");
    }
  }

  private static boolean ended(ProcessHandle process, long seconds) throws IOException {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException("cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while process " + process.pid() + " ends", e);
    }
  }
}
