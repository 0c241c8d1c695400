package io.nowfeed.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Flink's command line, {@code flink run}, with the fat jar: as a user submits. */
public final class FlinkCommand {
  private static final Pattern JOB = Pattern.compile("JobID ([0-9a-f]{32})");

  /** What explains a refusal: not the stack traces, nor what the JVM says about itself. */
  private static final Pattern NOISE =
      Pattern.compile("\\s+at .*|\\s*\\.\\.\\. \\d+ more|SLF4J.*|");

  private static final long PATIENCE_SECONDS = 120;

  private final Flink flink;
  private final Path jar;
  private final Path log;

  /**
   * @param jar the fat jar
   * @param log where what it prints is kept
   */
  public FlinkCommand(Flink flink, Path jar, Path log) {
    this.flink = flink;
    this.jar = jar;
    this.log = log;
  }

  /**
   * Submits a job and gives its id.
   *
   * @param options between {@code flink run -d} and the jar
   * @param args of the job
   * @throws IOException with what the command printed, when it refused
   */
  public synchronized String run(Class<?> main, List<String> options, List<String> args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(flink.commandLine());
    command.addAll(List.of("run", "-d", "-c", main.getName()));
    command.addAll(options);
    command.add(jar.toString());
    command.addAll(args);
    Path output = Files.createTempFile(log.getParent(), "flink-run", ".out");
    try {
      int code = execute(command, output);
      String printed = Files.readString(output);
      Files.writeString(log, printed, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Matcher job = JOB.matcher(printed);
      if (code != 0 || !job.find()) {
        throw new IOException("flink run refuses " + main.getSimpleName() + ":\n" + words(printed));
      }
      return job.group(1);
    } finally {
      Files.delete(output);
    }
  }

  private int execute(List<String> command, Path output) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(flink.environment());
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("flink run did not end within " + PATIENCE_SECONDS + " s");
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String words(String printed) {
    return printed
        .lines()
        .filter(line -> !NOISE.matcher(line).matches())
        .collect(Collectors.joining("\n"));
  }
}
