package io.nowfeed.local.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Signals that Java has no word for. */
public final class Signals {
  /** Freezes: the process holds its sockets and files, and does nothing. */
  public static final String STOP = "STOP";

  /** Ends a freeze. */
  static final String CONTINUE = "CONT";

  private Signals() {}

  /**
   * Sends a signal to a process and to all that it has started: Postgres has one a connection.
   *
   * @throws IOException when the process is gone
   */
  public static void sendToAll(ProcessHandle process, String signal) throws IOException {
    List<String> pids =
        Stream.concat(Stream.of(process), process.descendants())
            .map(each -> String.valueOf(each.pid()))
            .toList();
    send(signal, pids);
    if (!process.isAlive()) {
      throw new IOException("process " + process.pid() + " is gone, and cannot get SIG" + signal);
    }
  }

  /**
   * Kills a process at once.
   *
   * @throws IOException when it is gone already
   */
  public static void kill(ProcessHandle process) throws IOException {
    if (!process.isAlive()) {
      throw new IOException("process " + process.pid() + " is gone, and cannot be killed");
    }
    send("KILL", List.of(String.valueOf(process.pid())));
  }

  /** Ends a freeze, so that whoever is frozen hears what comes next; the gone need none. */
  public static void wake(ProcessHandle process) throws IOException {
    if (process.isAlive()) {
      sendToAll(process, CONTINUE);
    }
  }

  /** Asks a process to end as Ctrl-C does. */
  static void interrupt(ProcessHandle process) throws IOException {
    send("INT", List.of(String.valueOf(process.pid())));
  }

  private static void send(String signal, List<String> pids) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    command.addAll(pids);
    Process kill =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      kill.waitFor(); // one of several that ended meanwhile is none to complain about
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending SIG" + signal, e);
    }
  }
}
