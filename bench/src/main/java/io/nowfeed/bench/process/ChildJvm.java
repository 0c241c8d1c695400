package io.nowfeed.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A main class of this class path in a JVM of its own. It says what it has to say in lines, and is
 * asked to end by the end of its input; so it ends with this process, too.
 */
public final class ChildJvm implements AutoCloseable {
  private static final int STOPS_WITHIN_SECONDS = 20;

  private final Process process;
  private final BufferedReader output;
  private final String name;

  private ChildJvm(Process process, String name) {
    this.process = process;
    this.output = process.inputReader();
    this.name = name;
  }

  /**
   * Starts one. What it writes to its error output is seen here.
   *
   * @param main its main class
   * @param options of the virtual machine
   */
  public static ChildJvm start(Class<?> main, List<String> options, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    return new ChildJvm(process, main.getSimpleName() + " " + String.join(" ", args));
  }

  /**
   * The next line that it says.
   *
   * @throws IOException when it ended instead
   */
  public String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException(name + " ended too early; see what it says above");
    }
    return line;
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has used of the processors so far, nanoseconds. */
  public long cpuNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    boolean ended = false;
    try {
      process.getOutputStream().close();
      ended = process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS);
    } finally {
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
