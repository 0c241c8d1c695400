package io.nowfeed.local.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class of every virtual machine that the platform starts: it runs another main class, and
 * ends the process when the platform's is gone, however that ended. A server that nobody watches
 * would hold its ports and files for ever.
 *
 * <p>It knows nothing but the JDK, because it runs on class paths that are not ours.
 */
public final class Leash {
  /** As a shell reports an end by SIGTERM. */
  private static final int ENDED = 143;

  private static final int FAILED = 1;

  private Leash() {}

  /**
   * Runs {@code args[0]} with the rest of the arguments.
   *
   * @param args a main class and its arguments
   */
  public static void main(String[] args) {
    Thread leash = new Thread(Leash::awaitEndOfPlatform, "leash");
    leash.setDaemon(true);
    leash.start();
    try {
      Class.forName(args[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      fail(e.getCause());
    } catch (ReflectiveOperationException e) {
      fail(e);
    }
  }

  /** Our standard input is a pipe that the platform holds: it ends when the platform does. */
  private static void awaitEndOfPlatform() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said.
      }
    } catch (IOException e) {
      // A broken pipe means the same.
    }
    Runtime.getRuntime().halt(ENDED);
  }

  /** Threads of a server that started by half must not keep the process alive. */
  private static void fail(Throwable cause) {
    Thread self = Thread.currentThread();
    self.getUncaughtExceptionHandler().uncaughtException(self, cause);
    Runtime.getRuntime().halt(FAILED);
  }
}
