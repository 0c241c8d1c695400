package io.nowfeed.local.process;

import io.nowfeed.local.server.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that runs as a part. */
final class Program implements Part {
  private static final long STOP_SECONDS = 15;

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path output;
  private final List<Path> stale;
  private Process process;

  /**
   * @param command the program and its arguments; never secrets, which anybody can list
   * @param environment variables that are added to ours: secrets, too
   * @param output where what it prints is appended
   * @param stale files and folders that are removed before each start
   */
  Program(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path output,
      List<Path> stale) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.output = output;
    this.stale = List.copyOf(stale);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void start() throws IOException {
    for (Path path : stale) {
      Folders.delete(path);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
  }

  @Override
  public synchronized ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void stop() throws IOException {
    Process running;
    synchronized (this) {
      running = process;
    }
    Signals.wake(running.toHandle());
    running.destroy();
    try {
      if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping " + name, e);
    }
  }
}
