package io.nowfeed.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures as a file, with what one must know to compare them: machine, date, commit. */
public final class ResultFile {
  private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.*)");
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private ResultFile() {}

  /** Writes {@code lines} of Markdown under a heading. */
  public static void write(Path file, String title, List<String> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(title).append("\n\n").append(circumstances()).append("\n\n");
    lines.forEach(line -> text.append(line).append('\n'));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text.toString(), StandardCharsets.UTF_8);
  }

  private static String circumstances() throws IOException {
    return "%d cores%s, JDK %s, heap %d MB; %s; commit %s."
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            Runtime.version(),
            Runtime.getRuntime().maxMemory() >> 20,
            Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MINUTES),
            commit());
  }

  private static String processor() throws IOException {
    if (!Files.isReadable(CPU_INFO)) {
      return "";
    }
    Matcher model = MODEL.matcher(Files.readString(CPU_INFO));
    return model.find() ? " of " + model.group(1).trim() : "";
  }

  private static String commit() throws IOException {
    Process git =
        new ProcessBuilder("git", "describe", "--always", "--dirty")
            .redirectErrorStream(true)
            .start();
    String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    try {
      boolean known = git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0;
      return known ? answer : "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
