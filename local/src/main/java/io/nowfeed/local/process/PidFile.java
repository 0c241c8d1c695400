package io.nowfeed.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers a process for whoever comes after us. Its start is kept beside its number, because the
 * system gives numbers again: in ticks since the machine booted, which no clock moves.
 */
record PidFile(Path path) {
  private static final String SUFFIX = ".pid";
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** Of what follows a process' name in its status, from 0. */
  private static final int START_TICKS = 19;

  static PidFile of(Path directory, String name) {
    return new PidFile(directory.resolve(name + SUFFIX));
  }

  static boolean isOne(Path file) {
    return file.getFileName().toString().endsWith(SUFFIX);
  }

  void write(ProcessHandle process) throws IOException {
    Files.writeString(path, process.pid() + "\n" + started(process.pid()) + "\n");
  }

  /** The process, if it still runs. */
  Optional<ProcessHandle> read() throws IOException {
    String[] lines = Files.readString(path).split("\n", -1);
    if (lines.length < 2) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines[0]))
        .filter(process -> started(process.pid()).equals(lines[1]));
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Another text for each process there ever was; that of one that is gone is nobody's. */
  private static String started(long pid) {
    try {
      String status = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ", -1);
      return Files.readString(BOOT).strip() + " " + fields[START_TICKS];
    } catch (IOException e) {
      return "gone";
    }
  }
}
