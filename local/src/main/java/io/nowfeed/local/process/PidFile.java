package io.nowfeed.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers a process for whoever comes after us. Its start is kept beside its number, because the
 * system gives numbers again.
 */
record PidFile(Path path) {
  private static final String SUFFIX = ".pid";

  static PidFile of(Path directory, String name) {
    return new PidFile(directory.resolve(name + SUFFIX));
  }

  static boolean isOne(Path file) {
    return file.getFileName().toString().endsWith(SUFFIX);
  }

  void write(ProcessHandle process) throws IOException {
    Files.writeString(path, process.pid() + "\n" + started(process) + "\n");
  }

  /** The process, if it still runs. */
  Optional<ProcessHandle> read() throws IOException {
    String[] lines = Files.readString(path).split("\n", -1);
    if (lines.length < 2) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines[0]))
        .filter(process -> started(process).equals(lines[1]));
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
