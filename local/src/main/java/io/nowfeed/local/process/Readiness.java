package io.nowfeed.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Waits until parts serve, and says what they said when they do not come so far. */
public final class Readiness {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 50;
  private static final int LINES = 12;

  private final Supervisor supervisor;
  private final Path logs;

  /** Whether a part serves. */
  @FunctionalInterface
  public interface Condition {
    /** Whether it does now; an exception means not yet. */
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * @param logs the folder with what the parts print
   */
  public Readiness(Supervisor supervisor, Path logs) {
    this.supervisor = supervisor;
    this.logs = logs;
  }

  /**
   * Waits until a part that was just started serves.
   *
   * @throws IOException when it ends instead, or takes longer than two minutes
   */
  public void await(String part, Condition condition) throws IOException, InterruptedException {
    long process = supervisor.process(part).pid();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      if (holds(condition)) {
        return;
      }
      if (supervisor.process(part).pid() != process || !supervisor.process(part).isAlive()) {
        throw new IOException(part + " ended as soon as it had started: " + lastWords(part));
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new IOException(
        "%s does not serve after %d s: %s".formatted(part, PATIENCE.toSeconds(), lastWords(part)));
  }

  private static boolean holds(Condition condition) throws InterruptedException {
    try {
      return condition.holds();
    } catch (IOException e) {
      return false;
    }
  }

  private String lastWords(String part) throws IOException {
    for (String suffix : List.of(".out", ".log")) {
      Path log = logs.resolve(part + suffix);
      if (Files.exists(log) && Files.size(log) > 0) {
        try (Stream<String> lines = Files.lines(log)) {
          List<String> all = lines.toList();
          return log
              + " ends with\n"
              + String.join("\n", all.subList(Math.max(0, all.size() - LINES), all.size()));
        }
      }
    }
    return "it said nothing";
  }
}
